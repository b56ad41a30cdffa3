/// What a checkpoint keeps of paths: bytes of this machine's kind of numbers.
#include "attack.hpp"
#include "polyscape/track/recall.hpp"

namespace polyscape::fuzz {
namespace {

template <class T>
void read(const std::string& bytes) {
  const auto value = track::from_bytes<T>(bytes);
  if (!value) return;
  const std::string written = track::bytes_of(*value);
  const auto again = track::from_bytes<T>(written);
  require(again && track::bytes_of(*again) == written, "what is written is read back equal");
}

}  // namespace

void attack(const std::string& text) {
  read<track::Arrival>(text);
  read<track::Finish>(text);
  read<track::Carried>(text);
}

}  // namespace polyscape::fuzz
