/// bench_peers SYSTEM... [--polyscape PROGRAM] [--repeat N] [--without PEER]: whole solves side by side, one thread
/// each: CPU seconds (medians) of polyscape, `phc -b` and Macaulay2's solveSystem where installed, the solutions each
/// found, and ratios. Like is held against like: `phc -b`, a program, against ours without certificates, which it does
/// not make, user time less what each takes to start (measured on x = y = 1); solveSystem, a call, against our solve
/// call from the start system that the program chose, bounds and output apart. The call is made by bench_peers --call
/// SYSTEM START.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "child.hpp"
#include "files.hpp"
#include "polyscape/solve/solver.hpp"

using namespace polyscape;
using bench::run;
using bench::text_of;
namespace fs = std::filesystem;

namespace {

struct Solve {
  double seconds = -1;  ///< negative: did not run
  long solutions = 0;
};

/// The first integers after every occurrence of `key`.
std::vector<long> numbers_after(const std::string& text, const std::string& key) {
  std::vector<long> result;
  for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
    const auto digit = text.find_first_of("0123456789", at + key.size());
    if (digit != std::string::npos) result.push_back(std::stol(text.substr(digit)));
  }
  return result;
}
std::string word_after(const std::string& text, const std::string& key) {
  const auto at = text.find(key);
  if (at == std::string::npos) return "auto";
  const auto begin = at + key.size();
  return text.substr(begin, text.find('"', begin) - begin);
}
long first(const std::vector<long>& numbers) { return numbers.empty() ? -1 : numbers.front(); }

Solve ours(const fs::path& folder, const std::string& program, const std::string& certify) {
  Solve solve;
  solve.seconds =
      run(folder, {program, "solve", "system.phc", "--threads", "1", "--certify", certify, "--json", "--quiet"});
  solve.solutions = first(numbers_after(text_of(folder / "out"), "\"isolated\":"));
  return solve;
}

Solve phcpack(const fs::path& folder) {
  fs::remove(folder / "phc.out");
  fs::copy_file(folder / "system.phc", folder / "phc.in", fs::copy_options::overwrite_existing);
  Solve solve;
  solve.seconds = run(folder, {"phc", "-b", "-t1", "phc.in", "phc.out"});
  // One list for each of the factors, or zero patterns, that it splits the system into.
  for (const long n : numbers_after(text_of(folder / "phc.out"), "Number of regular solutions     :"))
    solve.solutions += n;
  return solve;
}

/// What a program says of a call that it timed itself.
Solve called(const fs::path& folder, const std::vector<std::string>& words) {
  Solve solve;
  if (run(folder, words) < 0) return solve;
  const std::string out = text_of(folder / "out");
  solve.seconds = std::stod(out.substr(out.rfind("seconds ") + 8));
  solve.solutions = first(numbers_after(out, "solutions "));
  return solve;
}

Solve macaulay2(const fs::path& folder, const algebra::System& system) {
  std::ofstream(folder / "m2.m2") << algebra::write_system(system, algebra::Format::macaulay2)
                                  << "\nneedsPackage \"NumericalAlgebraicGeometry\"\nF = flatten entries gens I\n"
                                     "t = cpuTime()\ns = solveSystem F\nprint(\"seconds \" | toString(cpuTime() - t))\n"
                                     "print(\"solutions \" | toString(#s))\nexit 0\n";
  return called(folder, {"M2", "--script", "m2.m2"});
}

/// The process' own CPU time, as Macaulay2's cpuTime().
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

int call(const std::string& file, const std::string& start) {
  const algebra::System system = bench::system_in(file);
  solve::Options options;
  options.start = named<solve::Start>(start).value();
  options.threads = 1;
  const double begin = cpu_seconds();
  const solve::Outcome outcome = solve::solve({system}, options);
  const double seconds = cpu_seconds() - begin;
  std::printf("seconds %.6f\nsolutions %zu\n", seconds, outcome.solutions.size());
  return 0;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

template <class Run>
Solve repeated(int times, double startup, Run once) {
  Solve result;
  std::vector<double> seconds;
  for (int i = 0; i < times; ++i) {
    const Solve solve = once();
    if (solve.seconds < 0) return solve;
    seconds.push_back(solve.seconds - startup);
    if (i == 0 || solve.solutions < result.solutions) result.solutions = solve.solutions;  // the worst run counts
  }
  result.seconds = std::max(median(std::move(seconds)), 1e-4);
  return result;
}

void print_peer(const char* name, const Solve& peer, const Solve& own) {
  if (peer.seconds < 0) return;
  std::printf("  %s %.3f s, %ld solutions, ratio %.1f;", name, peer.seconds, peer.solutions,
              peer.seconds / own.seconds);
}

}  // namespace

int main(int count, char** words) {
  if (count == 4 && std::string(words[1]) == "--call") return call(words[2], words[3]);
  std::string program = (fs::path(words[0]).parent_path() / "../polyscape/polyscape").string(), without;
  int repeat = 5;
  std::vector<std::string> files;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word.starts_with("--") && i + 1 == count) return std::fprintf(stderr, "%s wants a value\n", words[i]), 2;
    if (word == "--polyscape")
      program = words[++i];
    else if (word == "--repeat")
      repeat = std::max(1, std::atoi(words[++i]));
    else if (word == "--without")
      without += words[++i];
    else
      files.push_back(word);
  }
  program = fs::absolute(program).string();
  const std::string self = fs::canonical("/proc/self/exe").string();
  const fs::path folder = fs::temp_directory_path() / ("polyscape_peers_" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "system.phc") << "2\nx - 1;\ny - 1;\n";
  const double own_startup = repeated(repeat, 0, [&] { return ours(folder, program, "never"); }).seconds;
  const double phc_startup =
      without.find("phc") == std::string::npos ? repeated(repeat, 0, [&] { return phcpack(folder); }).seconds : -1;
  for (const std::string& file : files) {
    const algebra::System system = bench::system_in(file);
    std::ofstream(folder / "system.phc") << algebra::write_system(system, algebra::Format::phcpack);
    const Solve own = repeated(repeat, own_startup, [&] { return ours(folder, program, "never"); });
    const std::string start = word_after(text_of(folder / "out"), "\"start\": \"");
    const Solve proved = repeated(repeat, own_startup, [&] { return ours(folder, program, "always"); });
    std::printf("%s:  polyscape %.3f s, %ld solutions (%.3f s with certificates);", file.c_str(), own.seconds,
                own.solutions, proved.seconds);
    if (phc_startup >= 0) print_peer("phc -b", repeated(repeat, phc_startup, [&] { return phcpack(folder); }), own);
    if (without.find("M2") == std::string::npos) {
      const Solve own_call = repeated(repeat, 0, [&] { return called(folder, {self, "--call", "system.phc", start}); });
      std::printf("  call %.3f s, %ld solutions;", own_call.seconds, own_call.solutions);
      print_peer("M2", repeated(repeat, 0, [&] { return macaulay2(folder, system); }), own_call);
    }
    std::printf("\n");
    std::fflush(stdout);
  }
  fs::remove_all(folder);
}
