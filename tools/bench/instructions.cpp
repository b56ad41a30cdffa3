/// bench_instructions [--record]: instructions that parts of fixed jobs execute, counted by callgrind from the start of
/// one function to its end, beside those recorded in tools/bench/instructions.txt; with --record that file is written.
/// Exit status 1 when one is more than a twentieth above its record. Counts depend on the compiler, its options and the
/// libraries of the machine: what counts is the ratio before and after a change.
#include <cstdio>
#include <map>

#include "child.hpp"
#include "files.hpp"

namespace fs = std::filesystem;
using namespace polyscape;

namespace {

/// A job on a file of data/, and the function that is counted.
struct Part {
  const char *name, *function, *verb, *file;
  std::vector<std::string> options;
};
const Part parts[] = {
    {"katsura8 total-degree",
     "solve::solve",
     "solve",
     "truth/systems/katsura8.phc",
     {"--start", "total-degree", "--certify", "never"}},
    {"cyclic6 polyhedral",
     "solve::solve",
     "solve",
     "truth/systems/cyclic6.phc",
     {"--start", "polyhedral", "--certify", "never"}},
    {"katsura8 certificates",
     "study::certify",
     "solve",
     "truth/systems/katsura8.phc",
     {"--start", "total-degree", "--certify", "always"}},
    {"circle and line components", "components::decompose", "components", "systems/circle_and_line.json", {}},
    {"iris zero-loss set", "critical::analyze_zero_loss", "analyze", "iris_linear.toml", {}},
};
const fs::path record = fs::path(POLYSCAPE_SOURCE) / "tools/bench/instructions.txt";
constexpr double allowed = 1.05;

/// Negative: valgrind is missing, or the job failed.
double counted(const fs::path& folder, const std::string& program, const Part& part) {
  std::vector<std::string> words{"valgrind",
                                 "--tool=callgrind",
                                 "--callgrind-out-file=/dev/null",
                                 "--toggle-collect=polyscape::" + std::string(part.function) + "(*",
                                 program,
                                 part.verb,
                                 fs::path(POLYSCAPE_SOURCE) / "data" / part.file,
                                 "--threads",
                                 "1",
                                 "--quiet",
                                 "--json"};
  words.insert(words.end(), part.options.begin(), part.options.end());
  const double seconds = bench::run(folder, words);
  const std::string out = bench::text_of(folder / "out"), key = "Collected : ";
  const auto at = out.find(key);
  return seconds < 0 || at == std::string::npos ? -1 : std::stod(out.substr(at + key.size()));
}

/// A line a part: its name, a tab, the count.
std::map<std::string, double> recorded() {
  std::map<std::string, double> result;
  std::ifstream in(record);
  std::string name, count;
  while (std::getline(in, name, '\t') && std::getline(in, count)) result[name] = std::stod(count);
  return result;
}

}  // namespace

int main(int count, char** words) {
  const bool write = count == 2 && std::string(words[1]) == "--record";
  if (count > 1 && !write) return std::fprintf(stderr, "usage: bench_instructions [--record]\n"), 2;
  const std::string program = fs::absolute(fs::path(words[0]).parent_path() / "../polyscape/polyscape");
  const fs::path folder = fs::temp_directory_path() / ("polyscape_instructions_" + std::to_string(getpid()));
  fs::create_directories(folder);
  const auto before = recorded();
  std::map<std::string, double> now;
  bool more = false;
  for (const Part& part : parts) {
    const double instructions = now[part.name] = counted(folder, program, part);
    if (instructions < 0) {
      std::fprintf(stderr, "%s: not counted; it takes valgrind\n", part.name);
      fs::remove_all(folder);
      return 1;
    }
    std::printf("%s: %.0f instructions", part.name, instructions);
    if (const auto found = before.find(part.name); found != before.end()) {
      std::printf(", recorded %.0f, ratio %.3f", found->second, instructions / found->second);
      more = more || instructions > allowed * found->second;
    }
    std::printf("\n");
  }
  fs::remove_all(folder);
  if (!write) return more ? 1 : 0;
  std::ofstream out(record);
  for (const auto& [name, instructions] : now) out << name << '\t' << static_cast<long long>(instructions) << '\n';
  return out ? 0 : 1;
}
