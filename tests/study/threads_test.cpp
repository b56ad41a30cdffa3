/// Results of one seed are the same to the byte on any number of threads, the time they took apart.
#include <oneapi/tbb/global_control.h>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/run_folder.hpp"
#include "study/checks.hpp"
#include "support/known_systems.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

std::string timeless(report::Result result) {
  result.seconds = {};
  result.threads = 0;
  return report::to_json(result);
}

template <class Job>
void check_threads(const std::string& name, study::Options options, Job&& job) {
  INFO(name << ", " << polyscape::name(options.start));
  using tbb::global_control;
  const global_control three(global_control::max_allowed_parallelism, 3);  // on machines with fewer cores, too
  options.threads = 1;
  const std::string one = timeless(job(options));
  for (const int threads : {2, 3}) {
    options.threads = threads;
    CHECK(timeless(job(options)) == one);
  }
}

void check_system(const std::string& name, const algebra::System& system, const std::string& start = "auto") {
  check_threads(name, one_thread(start), [&](const study::Options& o) { return solve_system(system, name, o); });
}

void check_network(const std::string& name, const std::string& start = "auto") {
  const auto specification = spec::read_specification(support::truth_path("networks/" + name + ".toml"));
  check_threads(name, one_thread(start), [&](const study::Options& o) { return analyze(specification, o); });
}

}  // namespace

TEST_CASE("systems have the same results on one, two and three threads", "[unit]") {
  for (const char* start : {"auto", "monodromy"}) check_system("noon3", support::noon(3), start);
  // Far solutions and paths to infinity in higher precision; a curve, where paths end anywhere; double and triple
  // points.
  const std::string rotations = POLYSCAPE_DATA "/systems/rotations.json";
  check_system("rotations", algebra::read_system(read_text(rotations), rotations), "polyhedral");
  check_system("a line and points", read("\"x\", \"y\"", "\"x*(x - y)*(y - 3)\", \"x*(y^2 - 2*x - 1)\""));
  check_system("multiple", read("\"x\", \"y\"", "\"(x - 1)^3\", \"(y - x)*(y - 2)\""));
}

TEST_CASE("networks have the same results on one, two and three threads", "[unit]") {
  for (const char* name : {"cube_2_1_1_N2", "zz2_1_1_1_N1"}) check_network(name);
  check_network("sq_2_1_1_N2", "multihomogeneous");
}
