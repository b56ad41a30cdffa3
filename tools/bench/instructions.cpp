/// bench_instructions [--record]: instructions that two fixed solves execute, counted by callgrind from the start of
/// solve::solve to its end, beside those recorded in tools/bench/instructions.txt; with --record that file is written.
/// Exit status 1 when one is more than a twentieth above its record. Counts depend on the compiler, its options and the
/// libraries of the machine: what counts is the ratio before and after a change.
#include <cstdio>
#include <map>

#include "child.hpp"
#include "files.hpp"

namespace fs = std::filesystem;
using namespace polyscape;

namespace {

struct FixedSolve {
  const char *system, *start;
  std::string name() const { return std::string(system) + " " + start; }
};
constexpr FixedSolve solves[] = {{"katsura8", "total-degree"}, {"cyclic6", "polyhedral"}};
const fs::path record = fs::path(POLYSCAPE_SOURCE) / "tools/bench/instructions.txt";
constexpr double allowed = 1.05;

/// Negative: valgrind is missing, or the solve failed.
double counted(const fs::path& folder, const std::string& program, const FixedSolve& solve) {
  const std::string file = fs::path(POLYSCAPE_SOURCE) / "data/truth/systems" / (std::string(solve.system) + ".phc");
  const double seconds =
      bench::run(folder, {"valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                          "--toggle-collect=polyscape::solve::solve(*", program, "solve", file, "--start", solve.start,
                          "--threads", "1", "--certify", "never", "--quiet", "--json"});
  const std::string out = bench::text_of(folder / "out"), key = "Collected : ";
  const auto at = out.find(key);
  return seconds < 0 || at == std::string::npos ? -1 : std::stod(out.substr(at + key.size()));
}

/// A line a solve: its name, a tab, the count.
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
  for (const FixedSolve& solve : solves) {
    const double instructions = now[solve.name()] = counted(folder, program, solve);
    if (instructions < 0) {
      std::fprintf(stderr, "%s: not counted; it takes valgrind\n", solve.name().c_str());
      fs::remove_all(folder);
      return 1;
    }
    std::printf("%s: %.0f instructions", solve.name().c_str(), instructions);
    if (const auto found = before.find(solve.name()); found != before.end()) {
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
