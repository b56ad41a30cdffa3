#pragma once
/// What a job is about: a text that the program reads, told apart by its content as the program does.
#include <string>
#include <variant>
#include <vector>

#include "polyscape/algebra/format/written.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/spec/potential.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/spec/sweep.hpp"
#include "polyscape/study/report_files.hpp"
#include "polyscape/study/run_folder.hpp"

namespace polyscape::python {

using Text = std::string;

/// A specification of a network, of a potential or with lists, or a polynomial system.
class Input {
 public:
  /// file: its name in messages; directory: where data files are looked for. Throws InputError as the program does.
  Input(Text text, Text file, Text directory);

  /// network | potential | sweep | system.
  Text kind() const;
  /// As given.
  const Text& text() const { return text_; }
  const Text& file() const { return file_; }
  Text title() const;
  /// One line: widths, activations, weights; of a system variables and equations.
  Text summary() const;
  /// Of a network's weights that can vary, of a potential's or a system's variables. Throws InputError above 10^6.
  std::vector<Text> names() const;
  /// Exact coefficients of each layer's activation, as p/q, the constant first; of networks alone.
  std::vector<std::vector<Text>> activations() const;

  /// The network's specification. Throws InputError, as the program does, where this is none.
  const spec::Specification& network() const;
  /// The system. Throws InputError where this is none.
  const algebra::WrittenSystem& system() const;
  bool is_system() const { return std::holds_alternative<algebra::WrittenSystem>(of_); }
  const spec::PotentialSpecification* potential() const { return std::get_if<spec::PotentialSpecification>(&of_); }
  const spec::Sweep* sweep() const { return std::get_if<spec::Sweep>(&of_); }

  /// What ties a result to it (Result::input_digest); of a sweep none.
  Text digest() const;
  /// What stands beside a result in its folder, data files too.
  std::vector<study::OutputFile> files() const;
  /// What figures of a result of this input are drawn from.
  decltype(study::Reported::landscape) landscape() const;

 private:
  Text text_, file_, directory_;
  std::variant<spec::Specification, spec::PotentialSpecification, spec::Sweep, algebra::WrittenSystem> of_;
};

}  // namespace polyscape::python
