#include "polyscape/start/start_system.hpp"

namespace polyscape::start {
namespace {

class Given : public StartSystem {
 public:
  Given(const algebra::Program& program, const algebra::Partition& partition, std::vector<eval::Point> points)
      : StartSystem(partition, 0), points_(std::move(points)) {
    program_ = program;
    count_ = points_.size();
  }
  eval::Point point(std::uint64_t index) const override { return points_[index]; }
  bool known(std::uint64_t index) const override { return !points_[index].empty(); }

 private:
  std::vector<eval::Point> points_;
};

}  // namespace

std::unique_ptr<StartSystem> given(const algebra::Program& program, const algebra::Partition& partition,
                                   std::vector<eval::Point> points) {
  return std::make_unique<Given>(program, partition, std::move(points));
}

}  // namespace polyscape::start
