#pragma once
/// A tracker's work in the job's journal (base/journal.hpp): what a path came to, under a digest of all that decides
/// it.
#include <complex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "polyscape/track/batch.hpp"
#include "polyscape/track/finish.hpp"
#include "polyscape/track/homotopy.hpp"
#include "polyscape/track/starts.hpp"

namespace polyscape::track {

/// Of the homotopy: its program, unknowns, parameters and patches.
std::string digest_of(const Homotopy& homotopy);

/// Keys of a path's way by batches, to its end, and along parameter paths of its own. tracker: the homotopy's digest;
/// index: of the path, for start solutions that differ beyond double precision alone. known: how many cycles were known
/// to finish(): with the order in which paths are finished, as given, that says which.
std::string advance_key(const std::string& tracker, const PathOptions& options, std::size_t index,
                        const std::vector<std::complex<double>>& start);
std::string finish_key(const std::string& tracker, const PathOptions& options, const Arrival& arrival,
                       std::size_t known);
std::string carry_key(const std::string& tracker, const PathOptions& options, std::size_t index,
                      const std::vector<std::complex<double>>& start, const std::vector<ParameterPath>& parameters);

/// What distinguishes all paths of a loop from those of other loops, for members of a team (base/shared_loop.hpp).
/// threads: to compute it on.
std::string advance_identity(const std::string& tracker, const PathOptions& options, std::size_t count,
                             std::size_t threads, const StartPoint& start);
std::string carry_identity(const std::string& tracker, const PathOptions& options, std::size_t count,
                           std::size_t threads, const StartPoint& start, const OwnParameters& parameters);

std::string finish_identity(const std::string& tracker, const PathOptions& options,
                            std::span<const Arrival* const> arrivals, std::size_t known, std::size_t threads);

/// Whether the value was left behind by a cancelled job: not what it would have come to.
inline bool cut_short(const Arrival& arrival) { return arrival.state == Arrival::State::cancelled; }
inline bool cut_short(const Finish& finish) { return finish.result.failure == PathFailure::cancelled; }
inline bool cut_short(const Carried& carried) { return carried.failure == PathFailure::cancelled; }

/// Values as bytes, for this machine's kind of numbers; nullopt where the bytes are none.
template <class T>
std::string bytes_of(const T& value);
template <class T>
std::optional<T> from_bytes(const std::string& bytes);
extern template std::string bytes_of(const Arrival&);
extern template std::string bytes_of(const Finish&);
extern template std::string bytes_of(const Carried&);
extern template std::optional<Arrival> from_bytes(const std::string&);
extern template std::optional<Finish> from_bytes(const std::string&);
extern template std::optional<Carried> from_bytes(const std::string&);

}  // namespace polyscape::track
