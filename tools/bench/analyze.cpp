/// bench_analyze [NAME...] [--before PROGRAM] [--polyscape PROGRAM] [--repeat N]: whole jobs in one run, medians of N
/// (3): user CPU seconds on one thread, and by turns those of another build of the program with their ratio; how many
/// times faster two threads are by the clock; each pass's share of the seconds on one thread, as result.json has them
/// (of networks "components" is the zero-loss set). Networks of data/ and data/truth, and classic systems; NAMEs: those
/// alone whose name contains one.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "child.hpp"
#include "files.hpp"
#include "support/known_systems.hpp"

namespace fs = std::filesystem;
using namespace polyscape;

namespace {

constexpr const char* passes[] = {"bounds", "solve", "certify", "components"};

struct Job {
  std::string name, verb, file;
};

std::vector<Job> jobs(const fs::path& folder) {
  const fs::path data = fs::path(POLYSCAPE_SOURCE) / "data";
  std::vector<Job> result;
  for (const char* name : {"xor_quadratic", "iris_linear", "truth/networks/sq_2_2_1_N3", "truth/networks/sq_2_1_1_1_N2",
                           "truth/networks/linear_H1_di1_m1_dx2_dy2", "truth/networks/linear_H1_di2_m1_dx2_dy3",
                           "truth/networks/linear_H1_di2_m2_dx2_dy2", "truth/degenerate/deg_sq_2_2_1_N3"})
    result.push_back({name, "analyze", (data / (std::string(name) + ".toml")).string()});
  const auto add = [&](const std::string& name, const algebra::System& system) {
    const fs::path file = folder / (name + ".phc");
    std::ofstream(file) << algebra::write_system(system, algebra::Format::phcpack);
    result.push_back({name, "solve", file.string()});
  };
  for (int n = 8; n <= 12; ++n) add("katsura-" + std::to_string(n), support::katsura(n));
  result.push_back({"cyclic-7", "solve", (data / "truth/systems/cyclic7.phc").string()});
  add("noon-6", support::noon(6));
  add("eco-11", support::eco(11));
  return result;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? -1 : values[values.size() / 2];
}

/// Seconds of each pass, as the run in folder/run says; those that it did not come to are left out.
std::map<std::string, double> seconds_of(const fs::path& folder) {
  const std::string text = bench::text_of(folder / "run/result.json");
  const auto begin = text.find("\"seconds\":");
  const std::string part = text.substr(std::min(begin, text.size()), text.find('}', begin) - begin);
  std::map<std::string, double> result;
  for (const char* pass : passes)
    if (const auto at = part.find('"' + std::string(pass) + "\":"); at != std::string::npos)
      result[pass] = std::stod(part.substr(part.find(':', at) + 1));
  return result;
}

struct Medians {
  std::vector<double> user, elapsed;
  void add(const bench::Took& took) {
    user.push_back(took.user);
    elapsed.push_back(took.elapsed);
  }
};

void measure(const Job& job, const fs::path& folder, const std::string& program, const std::string& before,
             int repeat) {
  const auto once = [&](const std::string& which, const char* threads) {
    return bench::timed(folder,
                        {which, job.verb, job.file, "--threads", threads, "--quiet", "--overwrite", "--out", "run"},
                        {.status = 1});
  };
  Medians one, two, other;
  std::map<std::string, std::vector<double>> shares;
  for (int i = 0; i < repeat; ++i) {
    one.add(once(program, "1"));
    for (const auto& [pass, seconds] : seconds_of(folder)) shares[pass].push_back(seconds);
    if (!before.empty()) other.add(once(before, "1"));
    two.add(once(program, "2"));
  }
  if (median(one.user) < 0 || median(two.user) < 0) {
    std::printf("%s: failed\n", job.name.c_str());
    return;
  }
  std::printf("%-42s %8.3f s", job.name.c_str(), median(one.user));
  if (!before.empty()) {
    const double seconds = median(other.user);
    if (seconds < 0)
      std::printf("  before: failed");
    else
      std::printf("  before %8.3f s, %6.2f times", seconds, seconds / std::max(median(one.user), 1e-3));
  }
  std::printf("  two threads %.2f times ", median(one.elapsed) / median(two.elapsed));
  double all = 0;
  for (auto& [pass, seconds] : shares) all += median(seconds);
  for (const char* pass : passes)
    if (shares.contains(pass)) std::printf("  %s %.0f %%", pass, 100 * median(shares[pass]) / all);
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
  std::string program = (fs::path(words[0]).parent_path() / "../polyscape/polyscape").string(), before;
  int repeat = 3;
  std::vector<std::string> names;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word.starts_with("--") && i + 1 == count) return std::fprintf(stderr, "%s wants a value\n", words[i]), 2;
    if (word == "--polyscape")
      program = words[++i];
    else if (word == "--before")
      before = fs::absolute(words[++i]).string();
    else if (word == "--repeat")
      repeat = std::max(1, std::atoi(words[++i]));
    else
      names.push_back(word);
  }
  program = fs::absolute(program).string();
  const fs::path folder = fs::temp_directory_path() / ("polyscape_analyze_" + std::to_string(getpid()));
  fs::create_directories(folder);
  for (const Job& job : jobs(folder))
    if (names.empty() ||
        std::ranges::any_of(names, [&](const std::string& name) { return job.name.find(name) != std::string::npos; }))
      measure(job, folder, program, before, repeat);
  fs::remove_all(folder);
}
