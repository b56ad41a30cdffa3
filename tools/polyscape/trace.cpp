#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "output.hpp"
#include "polyscape/algebra/format/written.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace {

using nlohmann::ordered_json;

const char* name(track::PathEnd end) {
  switch (end) {
    case track::PathEnd::regular:
      return "nonsingular";
    case track::PathEnd::singular:
      return "singular, or on a larger set";
    case track::PathEnd::at_infinity:
      return "at infinity";
    case track::PathEnd::failed:
      return "failed";
  }
  return "";
}

/// 10^-3 as 0.001, 10^-400 as "1e-400".
std::string modulus(double log_t) {
  constexpr double smallest = -700;
  if (log_t > smallest) return fmt::format("{:.4g}", std::exp(log_t));
  const double exponent = log_t / std::log(10.0), whole = std::floor(exponent);
  return fmt::format("{:.3g}e{:.0f}", std::pow(10, exponent - whole), whole);
}

std::string text_of(const solve::TracedPath& traced, std::uint64_t number, const algebra::System& system) {
  const track::PathResult& r = traced.trace.result;
  std::string text = fmt::format("path {} of {}, {}: {}\n", number, traced.paths, traced.start, traced.start_reason);
  if (traced.scaled) text += "in scaled unknowns\n";
  text += fmt::format("\n{:>5}  {:>10} {:>7}  {:>9}  {:<9}  {:>5}  {:>11}  {:>8}  {:>11}  {:>11}\n", "step", "|t|",
                      "angle", "length", "limit", "bits", "corrections", "rejected", "to infinity", "|J^-1|");
  std::size_t k = 0;
  for (const track::TraceStep& s : traced.trace.steps)
    text += fmt::format("{:>5}  {:>10} {:>7.2f}  {:>9.3g}  {:<9}  {:>5}  {:>11}  {:>8}  {:>11.2g}  {:>11.2g}\n", ++k,
                        modulus(s.log_t), s.angle, s.length, track::name(s.limit), s.bits, s.corrections, s.rejected,
                        s.homogenizing, s.inverse_norm);
  text += fmt::format("\nend: {}{}, decided at |t| = {}", name(r.end),
                      r.end == track::PathEnd::failed ? fmt::format(", {}", track::name(r.failure)) : "",
                      modulus(r.last_log_t));
  if (r.winding > 1) text += fmt::format(", winding number {}", r.winding);
  text += "\n";
  const std::vector<std::complex<double>> end = eval::rounded(r.endpoint);
  for (std::size_t i = 0; i < end.size(); ++i)
    text += fmt::format("  {} = {:.10g} {} {:.10g}i\n", system.names[i], end[i].real(), end[i].imag() < 0 ? "-" : "+",
                        std::abs(end[i].imag()));
  return text;
}

std::string json_of(const solve::TracedPath& traced, std::uint64_t number) {
  const track::PathResult& r = traced.trace.result;
  ordered_json object{{"schema", report::schema_version},
                      {"path", number},
                      {"paths", traced.paths},
                      {"start", traced.start},
                      {"start_reason", traced.start_reason},
                      {"scaled", traced.scaled},
                      {"end", name(r.end)},
                      {"log_t", r.last_log_t},
                      {"winding", r.winding}};
  if (r.end == track::PathEnd::failed) object["failure"] = track::name(r.failure);
  object["endpoint"] = ordered_json::array();
  for (const auto& z : eval::rounded(r.endpoint)) object["endpoint"].push_back({z.real(), z.imag()});
  object["steps"] = ordered_json::array();
  for (const track::TraceStep& s : traced.trace.steps)
    object["steps"].push_back({{"log_t", s.log_t},
                               {"angle", s.angle},
                               {"length", s.length},
                               {"limit", track::name(s.limit)},
                               {"bits", s.bits},
                               {"corrections", s.corrections},
                               {"rejected", s.rejected},
                               {"homogenizing", s.homogenizing},
                               {"inverse_norm", s.inverse_norm}});
  return object.dump(1) + "\n";
}

}  // namespace

int trace(const Command& command) {
  const std::string& path = command.files.front();
  const polyscape::study::Options options = study::solver_options({}, command.options);
  study::Observer observer = progress_on_stderr(command);
  const algebra::WrittenSystem system = algebra::read_written_system(study::read_text(path), path);
  const polyscape::solve::TracedPath traced = study::trace_path(system, options, command.trace, observer);
  observer = nullptr;  // the bar goes
  print(command.json ? json_of(traced, command.trace) : text_of(traced, command.trace, system.system));
  return traced.trace.result.end == track::PathEnd::failed ? 1 : 0;
}

}  // namespace polyscape::program
