/// fuzz_seeds FOLDER: files to begin with that data/ does not have, made by the library: FOLDER/result, store, generic,
/// checkpoint.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "polyscape/report/result.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/track/recall.hpp"

using namespace polyscape;
namespace fs = std::filesystem;

namespace {

void put(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string store_of(const std::string& result) {
  const auto field = [](const std::string& text) { return text + '\x1f'; };
  return field("[network]\n") + field("in.toml") + field(".") + field("sha1:0") + field(R"([["threads","1"]])") +
         field("0.1.0") + field(R"([["width","1"]])") + field("waiting") + field("") + field("") +
         field(R"([["width","2"]])") + field("failed") + field("too wide") + field("") + field(R"([["width","3"]])") +
         field("done") + field("") + result;
}

}  // namespace

int main(int, char** arguments) {
  const fs::path folder = arguments[1];
  fs::create_directories(folder / "generic");
  study::Options options;
  options.threads = 1;
  const spec::Specification network = spec::read_specification(POLYSCAPE_DATA "/truth/networks/sq_1_1_1_N2.toml");
  const std::string member = (folder / "generic" / "member.json").string();
  const std::string result = report::to_json(study::analyze(network, options, {}, member));
  put(folder / "result" / "network.json", result);
  put(folder / "store" / "three_rows", store_of(result));

  track::Arrival arrival;
  arrival.x = {{1, 2}, {3, 4}};
  track::Finish finish;
  finish.result.endpoint = {algebra::GaussianRational(algebra::Rational(1, 3)), algebra::GaussianRational()};
  track::Carried carried;
  carried.x = {{1, 2}};
  carried.digits = {algebra::GaussianRational(algebra::Rational(1))};
  put(folder / "checkpoint" / "arrival", track::bytes_of(arrival));
  put(folder / "checkpoint" / "finish", track::bytes_of(finish));
  put(folder / "checkpoint" / "carried", track::bytes_of(carried));
}
