#include "verbs.hpp"

#include <functional>
#include <map>

#include "output.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/cancel_reason.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/resource_limits.hpp"

namespace polyscape::program {

namespace {

ResourceLimits limits_of(const Command& command) {
  ResourceLimits limits;
  if (command.limit_time > 0) limits.seconds = command.limit_time;
  if (command.limit_memory > 0) limits.bytes = command.limit_memory;
  return limits;
}

/// Runs the job, in a scope of its own where it has limits: what it is ended by is said.
int within(const ResourceLimits& limits, const std::function<int()>& job) {
  if (!limits.seconds && !limits.bytes) return job();
  const CancelToken token;
  const JobScope scope(token);
  const ResourceWatch watch(token, limits);
  try {
    const int status = job();
    if (cancellation_heeded() && !cancellation_reason().empty())
      say("polyscape: the job was ended: " + cancellation_reason());
    return status;
  } catch (const Cancelled&) {
    if (cancellation_reason().empty()) throw;
    say("polyscape: the job was ended, with nothing to show: " + cancellation_reason());
    return 1;
  }
}

}  // namespace

int perform(const Command& command) {
  static const std::map<std::string, int (*)(const Command&)> verbs{
      {"analyze", analyze},   {"bounds", bounds}, {"certify", certify}, {"components", components},
      {"dynamics", dynamics}, {"merge", merge},   {"report", report},   {"resume", resume},
      {"solve", solve},       {"sweep", sweep},   {"system", system},   {"table", table},
      {"volume", volume}};
  return within(limits_of(command), [&] { return verbs.at(command.verb)(command); });
}

}  // namespace polyscape::program
