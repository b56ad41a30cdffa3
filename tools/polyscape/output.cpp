#include "output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "display.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/report/summary.hpp"

namespace polyscape::program {

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw InputError("stdout", "a place to write to", "one that takes nothing", "check where the output goes");
}

void write_out(const Command& command, const std::vector<study::OutputFile>& files) {
  if (command.out.empty()) return;
  const Unbroken whole;
  study::write_folder({command.out, command.overwrite}, files);
  if (!command.quiet) fmt::print(stderr, "wrote {}\n", command.out);
}

int finish(const Command& command, const report::Result& result, std::vector<study::OutputFile> beside) {
  const Unbroken whole;
  // The folder first: should stdout be a closed pipe, the work is still saved.
  if (!command.out.empty()) {
    for (study::OutputFile& file : study::result_files(result)) beside.push_back(std::move(file));
    write_out(command, beside);
  }
  print(command.json ? report::to_json(result) : report::summary(result));
  return report::complete(result) && !cancellation_heeded() ? 0 : 1;
}

study::Observer progress_on_stderr(const Command& command) {
  if (command.quiet) return {};
  const auto display = std::make_shared<Display>(isatty(STDERR_FILENO) == 1);
  return [display](const study::Progress& progress) { display->show(progress); };
}

}  // namespace polyscape::program
