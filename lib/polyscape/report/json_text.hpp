#pragma once
/// JSON as text that people can read, too: short lists on one line.
#include <cstddef>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "polyscape/base/text_sink.hpp"

namespace polyscape::report {

/// The value with two spaces of indentation a level; whatever fits into 120 columns stands on one line. Ends in a
/// newline.
std::string json_text(const nlohmann::ordered_json& value);

/// The text of an object that is larger than a line, as json_text() writes it, member by member: none of them has to be
/// there as JSON when the next one is made.
class ObjectText {
 public:
  /// Given away in pieces of about a megabyte.
  explicit ObjectText(TextSink sink);
  ~ObjectText();
  ObjectText(const ObjectText&) = delete;
  ObjectText& operator=(const ObjectText&) = delete;

  void member(const std::string& key, const nlohmann::ordered_json& value);
  /// A member that is a list larger than a line: item(i) for each i below count, at least 1, called on so many threads;
  /// some are there as JSON at a time.
  void list(const std::string& key, std::size_t count, std::size_t threads,
            const std::function<nlohmann::ordered_json(std::size_t)>& item);

  /// Gives away the last piece; nothing can be added.
  void end();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::report
