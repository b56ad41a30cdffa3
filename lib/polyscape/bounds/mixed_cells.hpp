#pragma once
/// Mixed cells and the mixed volume, by tropical homotopy continuation (Jensen, arXiv 1601.02818).
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::bounds {

/// Exponent vectors of one equation, each once.
using Support = std::vector<std::vector<int>>;

enum class Origin { as_given, added };
/// The supports of a system's equations; with the exponent 0 added where it is missing (Li-Wang 1996), if wanted.
std::vector<Support> supports(const algebra::System& system, Origin origin);

/// Of the mixed subdivision that a lifting induces: an edge of each support, and the inner normal that it has its
/// minimum on.
struct MixedCell {
  struct Edge {
    std::uint32_t first, second;  ///< points of the support
  };
  std::vector<Edge> edges;
  std::vector<double> normal;  ///< lifting(a) + normal . a is least, in each support, exactly on its edge
  std::int64_t volume = 0;     ///< |determinant of the edges|; below 2^63
};

struct MixedSubdivision {
  std::vector<std::vector<std::int64_t>> lifting;  ///< of each point of each support
  std::vector<MixedCell> cells;
  algebra::Integer volume;       ///< of all cells: the mixed volume
  algebra::Integer volume_left;  ///< the mixed volume without the points that left
  double work = 0;               ///< elementary steps taken, where options.work is finite
};

struct MixedVolumeOptions {
  double work = std::numeric_limits<double>::infinity();  ///< elementary steps, some 1e9 a second, before giving up
  bool cells = false;                                     ///< keep the cells; otherwise their volume alone
  /// Of each support a point that goes at the end, or -1; may be empty. For volume_left: it costs a fraction of another
  /// subdivision.
  std::vector<std::int64_t> leaving;
};

/// Mixed volume of the convex hulls of n supports in n variables: for generic coefficients the number of solutions
/// without zero coordinates (Bernshtein 1975). Exact: integers in double precision while they fit (checked), then of
/// any size. Depends on `random` only in the subdivision, never in the volume. nullopt when options.work did not
/// suffice, or memory (more than some hundred supports), when cells are kept and the volume is above 2^63, or the job
/// was cancelled. Throws LimitError for degrees above 2^39, ArgumentError unless there are as many supports as
/// variables, none empty.
std::optional<MixedSubdivision> mixed_cells(const std::vector<Support>& supports, Random random,
                                            const MixedVolumeOptions& options = {});

struct MixedVolumes {
  algebra::Integer with_origin;  ///< bounds all isolated solutions (Li, Wang 1996)
  algebra::Integer torus;        ///< bounds those without zero coordinates
  double work = 0;               ///< elementary steps taken, where that was limited
};

/// Both mixed volumes of a square system; nullopt when `work` did not suffice or the job was cancelled. Throws as
/// mixed_cells(), and Cancelled when the job is before the supports are ready.
std::optional<MixedVolumes> mixed_volumes(const algebra::System& system, Random random, double work);

}  // namespace polyscape::bounds
