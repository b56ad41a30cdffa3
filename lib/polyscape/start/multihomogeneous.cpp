#include <map>

#include "polyscape/base/error.hpp"
#include "polyscape/eval/linear_solve_kernel.hpp"
#include "polyscape/start/start_system.hpp"

namespace polyscape::start {
namespace {

using Form =
    std::vector<std::complex<double>>;  // coefficients of a group's variables, then of its homogenising coordinate

class Multihomogeneous : public StartSystem {
 public:
  Multihomogeneous(const std::vector<std::vector<long>>& degrees, const algebra::Partition& partition, Random random)
      : StartSystem(partition, degrees.size()), degrees_(degrees), remaining_(degrees.size() + 1) {
    algebra::require_partition(partition, degrees.size());
    const std::size_t n = degrees.size();
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<algebra::Program::Node> factors;
      auto& row = forms_.emplace_back(partition.size());
      for (std::size_t j = 0; j < partition.size(); ++j)
        for (long k = 0; k < degrees[i][j]; ++k) {
          Form form;
          std::vector<algebra::GaussianRational> coefficients;
          std::vector<algebra::Program::Node> coordinates;
          for (std::size_t v = 0; v <= partition[j].size(); ++v) {
            form.push_back(random.annulus_complex());
            coefficients.push_back(algebra::GaussianRational::from_complex(form.back()));
            coordinates.push_back(program_.variable(v < partition[j].size() ? partition[j][v] : n + j));
          }
          factors.push_back(program_.linear_form(coefficients, coordinates, 0));
          row[j].push_back(std::move(form));
        }
      program_.outputs.push_back(program_.product(factors));
    }
    std::vector<int> open;
    for (const auto& group : partition) open.push_back(static_cast<int>(group.size()));
    const auto total = completions(0, open).to_int64();
    if (!total) throw ArgumentError("multihomogeneous: too many start solutions");
    count_ = static_cast<std::uint64_t>(*total);
  }

  eval::Point point(std::uint64_t index) const override {
    // Unrank: equation by equation, the group and the form whose block of completions contains the index.
    std::vector<int> open;
    for (const auto& group : partition_) open.push_back(static_cast<int>(group.size()));
    std::vector<std::vector<const Form*>> chosen(partition_.size());
    for (std::size_t i = 0; i < degrees_.size(); ++i) {
      bool placed = false;
      for (std::size_t j = 0; j < partition_.size() && !placed; ++j) {
        if (open[j] == 0 || degrees_[i][j] == 0) continue;
        --open[j];
        const auto below = static_cast<std::uint64_t>(*remaining_[i + 1].at(open).to_int64());
        const std::uint64_t block = below * static_cast<std::uint64_t>(degrees_[i][j]);
        if (index < block) {
          chosen[j].push_back(&forms_[i][j][index / below]);
          index %= below;
          placed = true;
        } else {
          index -= block;
          ++open[j];
        }
      }
      if (!placed) throw ArgumentError("multihomogeneous: index out of range");
    }
    return intersection(chosen);
  }

 private:
  /// Ways to assign equations i, i+1, ... to groups with `open` places left.
  const algebra::Integer& completions(std::size_t i, std::vector<int> open) {
    if (const auto it = remaining_[i].find(open); it != remaining_[i].end()) return it->second;
    algebra::Integer sum = i == degrees_.size() ? 1 : 0;  // as many places as equations: none is left open
    for (std::size_t j = 0; i < degrees_.size() && j < open.size(); ++j) {
      if (open[j] == 0 || degrees_[i][j] == 0) continue;
      --open[j];
      sum += algebra::Integer(degrees_[i][j]) * completions(i + 1, open);
      ++open[j];
    }
    return remaining_[i].emplace(open, sum).first->second;
  }

  /// The common zero of each group's forms.
  eval::Point intersection(const std::vector<std::vector<const Form*>>& chosen) const {
    std::vector<std::complex<double>> x(degrees_.size() + partition_.size());
    for (std::size_t j = 0; j < partition_.size(); ++j) {
      const std::size_t m = partition_[j].size();
      eval::LinearSolver<double> solver(m);
      std::vector<eval::ComplexDouble> rhs(m);
      for (std::size_t r = 0; r < m; ++r) {
        for (std::size_t c = 0; c < m; ++c) solver.matrix()[r * m + c] = eval::from_complex<double>((*chosen[j][r])[c]);
        rhs[r] = eval::from_complex<double>(-(*chosen[j][r])[m]);
      }
      if (!solver.factorise()) throw Error("multihomogeneous: random linear forms are dependent; use another seed");
      solver.solve(rhs);
      double largest = 1;
      for (const auto& z : rhs) largest = std::max(largest, eval::size(z));
      for (std::size_t c = 0; c < m; ++c) x[partition_[j][c]] = eval::to_complex(rhs[c]) / largest;
      x[degrees_.size() + j] = 1 / largest;
    }
    return eval::exact_point(x);
  }

  std::vector<std::vector<long>> degrees_;
  std::vector<std::vector<std::vector<Form>>> forms_;  // [equation][group][factor]
  std::vector<std::map<std::vector<int>, algebra::Integer>> remaining_;
};

}  // namespace

std::unique_ptr<StartSystem> multihomogeneous(const std::vector<std::vector<long>>& degrees,
                                              const algebra::Partition& partition, Random random) {
  return std::make_unique<Multihomogeneous>(degrees, partition, random);
}

}  // namespace polyscape::start
