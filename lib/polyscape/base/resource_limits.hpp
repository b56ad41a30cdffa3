#pragma once
/// Limits on what a job may take.
#include <cstdint>
#include <memory>
#include <optional>

#include "polyscape/base/cancel.hpp"

namespace polyscape {

struct ResourceLimits {
  std::optional<double> seconds;       ///< of wall time, from the watch's beginning
  std::optional<std::uint64_t> bytes;  ///< of memory that the process holds (resident), all its jobs together
};

/// While it is there, it looks some fifty times a second, and cancels the job when a limit is passed, with that as the
/// reason: the job ends like one that the user stopped, with what is known. What it takes until it heeds that, and to
/// write its result, comes on top. Without limits it does nothing.
class ResourceWatch {
 public:
  ResourceWatch(CancelToken job, const ResourceLimits& limits);
  ~ResourceWatch();
  ResourceWatch(const ResourceWatch&) = delete;
  ResourceWatch& operator=(const ResourceWatch&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Bytes of memory that the process holds now; 0 where the system does not say.
std::uint64_t resident_bytes();

}  // namespace polyscape
