#include "polyscape/study/sink.hpp"

#include <filesystem>
#include <system_error>

#include "polyscape/base/error.hpp"
#include "polyscape/report/json_writer_kernel.hpp"

namespace polyscape::study {
namespace {

struct FirstLine {
  const report::Result* member;
  std::uint64_t rows;
};
void describe(auto& fields, report::Of<FirstLine> auto& l) {
  fields.computed("schema", report::schema_version, "2");
  if (l.member != nullptr) fields("member", *l.member, "that the rows are carried from");
  fields("rows", l.rows, "that there are to be");
}

struct RowLine {
  std::uint64_t row;
  const report::Result* result;
};
void describe(auto& fields, report::Of<RowLine> auto& l) {
  fields("row", l.row, "counted from 0");
  fields("result", *l.result, "of the row");
}

}  // namespace

RowsFile::RowsFile(std::string path) : path_(std::move(path)) {
  if (std::filesystem::exists(std::filesystem::symlink_status(path_)))
    throw InputError(path_, "no such file: finished rows go there", "one, with rows of a job that was ended",
                     "move it, or remove it");
}

void RowsFile::line(const auto& record) {
  if (file_) file_ << report::JsonWriter().record(record).dump() << std::endl;
}

void RowsFile::begin(const report::Result* member, std::uint64_t rows) {
  file_.open(path_, std::ios::binary);
  line(FirstLine{member, rows});
}

void RowsFile::row(std::size_t k, const report::Result& result) { line(RowLine{k, &result}); }

void RowsFile::remove() {
  file_.close();
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

}  // namespace polyscape::study
