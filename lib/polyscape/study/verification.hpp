#pragma once
/// A run checked from its equations. Of result.json the points are believed to be worth a look, and nothing else.
///
/// Anew from the equations: shape, bounds, the counts of the zero-loss set and whether it is empty. From the points'
/// digits, by Newton's method at rising precision and by certificates: which are zeros and which of these the same,
/// nonsingular or singular, real or not, zero coordinates, loss, inertia, kind, and all counts. Certificates of the
/// file are claims: each is checked in exact arithmetic. The run's word alone stands behind the ledger, the records of
/// monodromy and of a second solve, known_count, the multiplicities that no local ring was computed for, and where
/// paths ended on larger sets: they are kept, and said to be the run's. A trace test is not repeated: where
/// completeness rests on it, or on anything else that is not recomputed, `run_says` quotes it.
#include <memory>
#include <string>
#include <vector>

#include "polyscape/algebra/format/written.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/certification.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::study {

/// The equations of runs, and all that is known from them alone.
class Verifier {
 public:
  /// Of a network's critical points. Throws Cancelled when the job is. options: seed, threads, precision and whether
  /// certificates are made (unless never), or only those there checked.
  Verifier(const spec::Specification& specification, const Options& options, const Observer& observer = {});
  /// Of a square system's zeros, as prepared(); InputError naming `file` for one that is not square.
  Verifier(const algebra::WrittenSystem& written, const std::string& file, const Options& options,
           const Observer& observer = {});

  /// The result as far as it is found again; what the run says otherwise is among its contradictions. file: of the
  /// run's result, for messages. Throws InputError when the run has no points, is of other equations (by digest or
  /// names), or has a certificate that is not made of numbers, Cancelled when the job is before everything was checked.
  report::Result operator()(const report::Result& run, const std::string& file, const Observer& observer = {}) const;

 private:
  using Digits = decltype(report::Point::digits);
  /// What the file claims, as it stands in `result`; then the proofs anew, and those checked like the old ones. digits:
  /// the points' own, before the claims.
  void check_proofs(const std::vector<Digits>& digits, const std::string& file, const Observer& observer,
                    report::Result& result) const;

  Options options_;
  report::Result known_;
  algebra::System system_;
  CertifiedSystem prepared_;
  std::optional<model::Model> model_;
};

/// What the run says and `found` does not, one sentence each: of counts, bounds, kinds and flags, not of numbers that
/// are recomputed by their nature (residuals, conditions, digits, certificates), nor of what is the run's word.
std::vector<std::string> disagreements(const report::Result& run, const report::Result& found);

}  // namespace polyscape::study
