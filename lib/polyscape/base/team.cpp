#include "polyscape/base/team.hpp"

#include "polyscape/base/correspondence_kernel.hpp"

namespace polyscape {

Team::Team(const std::function<std::unique_ptr<Mail>()>& open, TeamOptions options)
    : correspondence_(std::make_unique<Correspondence>(open, std::move(options))) {}
Team::~Team() = default;
bool Team::first() const { return correspondence_->self == 0; }
std::size_t Team::size() const { return correspondence_->size; }
void Team::end() { correspondence_->end(); }
void Team::leave(const std::string& why) { correspondence_->leave(why); }

Traffic Team::traffic() const {
  const std::lock_guard lock(correspondence_->mutex);
  return correspondence_->traffic;
}

}  // namespace polyscape
