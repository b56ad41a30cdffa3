#pragma once
/// Data sets: CSV files and seeded random rationals.
#include <string>
#include <string_view>
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::spec {

/// A CSV file: a header row, then records; quoted fields (RFC 4180), LF or CRLF, blank lines skipped.
struct CsvTable {
  std::string file;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> lines;  ///< where each row starts in the file, from 1
};

/// Throws InputError naming file and line: no header, a column named twice, a row of another length, an open quote.
CsvTable parse_csv(const std::string& text, const std::string& file);

/// Index of a column. Throws InputError at `place` with the columns there are.
std::size_t column_index(const CsvTable& table, const std::string& column, const std::string& place);

/// One column of the rows (from 0) as exact numbers. Throws InputError naming file, line and column.
std::vector<Rational> numeric_column(const CsvTable& table, std::size_t column, const std::vector<std::size_t>& rows);

/// The classes of a column's rows, each once: by value if all are numbers, else alphabetically.
std::vector<std::string> class_names(const CsvTable& table, std::size_t column, const std::vector<std::size_t>& rows);

/// "1-50, 60": row numbers from 1 to `count`, as indices from 0 in the order written. Throws InputError at `place`.
std::vector<std::size_t> parse_rows(std::string_view text, std::size_t count, const std::string& place);

/// Independent draws: one row a sample.
std::vector<std::vector<Rational>> random_rows(const Distribution& distribution, Random random, std::size_t samples,
                                               std::size_t width);

}  // namespace polyscape::spec
