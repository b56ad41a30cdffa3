#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "output.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/report/json_writer_kernel.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/report_files.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

namespace {

/// The path as a word of a shell.
std::string shell_word(const std::string& path) {
  const bool plain = std::ranges::all_of(path, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("/._-+").find(c) != std::string_view::npos;
  });
  if (plain) return path;
  std::string quoted = "'";
  for (const char c : path) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

struct Row {
  std::string figure, title, caption, command, left_out;
};
void describe(auto& fields, report::Of<Row> auto& r) {
  using report::filled;
  fields("figure", r.figure, "its name");
  fields("title", r.title, "in words", filled(r.title));
  fields("caption", r.caption, "what it shows and how", filled(r.caption));
  fields("command", r.command, "that makes it", filled(r.command));
  fields("left_out", r.left_out, "why there is none", filled(r.left_out));
}
struct Rows {
  std::vector<Row> figures;
};
void describe(auto& fields, report::Of<Rows> auto& r) { fields("figures", r.figures, "a row each"); }

Rows rows_of(const std::vector<plot::Drawing>& drawings) {
  Rows rows;
  for (const plot::Drawing& d : drawings) {
    if (const auto* f = std::get_if<plot::Figure>(&d))
      rows.figures.push_back({f->name, f->title, f->caption, f->command, ""});
    else
      rows.figures.push_back({plot::name_of(d), "", "", "", std::get<plot::Absent>(d).reason});
  }
  return rows;
}

std::string text_of(const Rows& rows) {
  std::string text;
  for (const Row& r : rows.figures)
    text += fmt::format("{:<16} {}\n", r.figure, r.left_out.empty() ? r.title : "left out: " + r.left_out);
  return text;
}

}  // namespace

int report(const Command& given) {
  Command command = given;
  study::solver_options({}, command.options);  // wrong options are told, whether used or not
  const std::string& run = command.files.front();
  const bool folder = fs::is_directory(run);
  if (command.out.empty() && !command.json) {
    command.out = folder ? run : fs::path(run).stem().string() + ".report";
    command.out_is_input = folder;
  }
  study::ReportOptions options{command.figures, command.through, command.coordinate, 400,
                               "polyscape report " + shell_word(run)};
  if (!command.show.empty())
    options.points = command.show == "all" ? static_cast<std::size_t>(-1) : std::stoul(command.show);
  if (!command.show.empty()) options.command += " --show " + command.show;
  require_out(command, {"report.html"});
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const study::Reported reported = study::read_reported(run);
  study::announce(observer, "figures");
  study::Report made = study::make_report(reported, options);
  observer = nullptr;  // the bar goes
  const Rows rows = rows_of(made.drawings);
  std::string text = command.json ? report::JsonWriter().record(rows).dump(1) + "\n" : text_of(rows);
  return deliver(command, {std::move(made.files), std::move(text)}) ? 0 : 1;
}

}  // namespace polyscape::program
