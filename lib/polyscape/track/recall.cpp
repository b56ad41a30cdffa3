#include "polyscape/track/recall.hpp"

#include <algorithm>
#include <cereal/archives/binary.hpp>
#include <cereal/types/array.hpp>
#include <cereal/types/complex.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>
#include <cstring>
#include <sstream>
#include <string_view>

#include "polyscape/base/digest.hpp"
#include "polyscape/base/parallel.hpp"

namespace polyscape::track {
namespace {

/// Reads what cereal's BinaryOutputArchive wrote. No length is believed before as many bytes are seen to be left, so
/// that damaged ones ask for no memory.
class BoundedArchive : public cereal::InputArchive<BoundedArchive, cereal::AllowEmptyClassElision> {
 public:
  explicit BoundedArchive(std::string_view bytes) : InputArchive(this), left_(bytes) {}
  std::size_t left() const { return left_.size(); }
  void require(std::uint64_t bytes) const {
    if (bytes > left_.size()) throw cereal::Exception("too few bytes");
  }
  void take(void* to, std::size_t bytes) {
    require(bytes);
    if (bytes > 0) std::memcpy(to, left_.data(), bytes);
    left_.remove_prefix(bytes);
  }

 private:
  std::string_view left_;
};

template <class T>
requires std::is_arithmetic_v<T>
void load(BoundedArchive& archive, T& value) { archive.take(&value, sizeof value); }
void load(BoundedArchive& archive, bool& value) {
  unsigned char byte = 0;
  archive.take(&byte, 1);
  if (byte > 1) throw cereal::Exception("neither true nor false");
  value = byte == 1;
}
template <class T>
void load(BoundedArchive& archive, cereal::NameValuePair<T>& pair) {
  archive(pair.value);
}
/// An element takes a byte or more.
template <class T>
void load(BoundedArchive& archive, cereal::SizeTag<T>& tag) {
  archive(tag.size);
  archive.require(tag.size);
}
template <class T>
void load(BoundedArchive& archive, cereal::BinaryData<T>& data) {
  archive.take(data.data, data.size);
}

}  // namespace
}  // namespace polyscape::track

// What the archive reads was written by this one.
template <>
struct cereal::traits::detail::get_output_from_input<polyscape::track::BoundedArchive> {
  using type = cereal::BinaryOutputArchive;
};

// What is written and read of each type, found by the archives in the types' own namespaces.
namespace polyscape::algebra {

template <class Archive>
std::string save_minimal(const Archive&, const GaussianRational& z) {
  return z.re.to_string() + " " + z.im.to_string();
}
template <class Archive>
void load_minimal(const Archive&, GaussianRational& z, const std::string& text) {
  const std::size_t space = text.find(' ');
  const auto re = Rational::parse(text.substr(0, space)),
             im = Rational::parse(space == std::string::npos ? "" : text.substr(space + 1));
  if (!re || !im) throw cereal::Exception("no number");
  z = {*re, *im};
}

template <class Archive>
void serialize(Archive& archive, Program::Operation& o) {
  archive(o.kind, o.left, o.right);
}

}  // namespace polyscape::algebra

namespace polyscape::track {

/// One of the words up to `last`.
template <class Archive, class E>
void word(Archive& archive, E& value, E last) {
  archive(value);
  if (value < E{} || value > last) throw cereal::Exception("no such word");
}
template <class Archive>
void serialize(Archive& archive, ParameterPath& p) {
  archive(p.offset, p.factor, p.exponent, p.log_t0);
}
template <class Archive>
void serialize(Archive& archive, PathOptions& o) {
  archive(o.contraction, o.error_divisor, o.region_share, o.max_growth, o.end_error, o.regular_norm, o.weight_floor,
          o.infinity_ratio, o.infinity_window, o.infinity_growth, o.cauchy_agreement, o.first_loop, o.last_log_t,
          o.stop_log_t, o.max_winding, o.max_precision, o.max_steps);
}
template <class Archive>
void serialize(Archive& archive, Observation& o) {
  archive(o.s, o.valuation, o.ratio, o.higher);
}
template <class Archive>
void serialize(Archive& archive, Arrival::Mark& m) {
  archive(m.x, m.s, m.watch);
}
template <class Archive>
void serialize(Archive& archive, Arrival& a) {
  word(archive, a.state, Arrival::State::too_many_steps);
  archive(a.x, a.low, a.start, a.short_of_digits, a.s, a.condition, a.watch, a.mark, a.crossing, a.steps, a.rejected,
          a.iterations);
}
template <class Archive>
void serialize(Archive& archive, PathResult& r) {
  word(archive, r.end, PathEnd::failed);
  word(archive, r.failure, PathFailure::cancelled);
  archive(r.endpoint, r.winding, r.condition, r.last_log_t, r.steps, r.rejected, r.highest_bits);
}
template <class Archive>
void serialize(Archive& archive, Cycle& c) {
  archive(c.s, c.places, c.limit, c.extent, c.result);
}
template <class Archive>
void serialize(Archive& archive, CyclePlace& p) {
  archive(p.cycle, p.place);
}
template <class Archive>
void serialize(Archive& archive, Finish& f) {
  archive(f.result, f.found, f.joined, f.crossing);
}
template <class Archive>
void serialize(Archive& archive, Carried& c) {
  archive(c.x, c.digits, c.bits);
  word(archive, c.failure, PathFailure::cancelled);
}

namespace {

template <class... T>
std::string bytes(const T&... values) {
  std::ostringstream stream;
  cereal::BinaryOutputArchive archive(stream);
  archive(values...);
  return stream.str();
}

constexpr std::size_t block = 1024;  // of paths, whatever the threads are

/// Of `head` and of what append(k, text) appends for every path.
template <class Append>
std::string identity_of(const std::string& head, std::size_t count, std::size_t threads, const Append& append) {
  std::vector<std::string> digests((count + block - 1) / block);
  parallel_for(digests.size(), threads, [&](std::size_t b) {
    std::string text;
    for (std::size_t k = b * block; k < std::min(count, (b + 1) * block); ++k) append(k, text);
    digests[b] = digest_bytes(text);
  });
  return digest_bytes(bytes(head, count, digests));
}

void append_numbers(std::string& text, const std::vector<std::complex<double>>& x) {
  text.append(reinterpret_cast<const char*>(x.data()), x.size() * sizeof x.front());
}

}  // namespace

std::string digest_of(const Homotopy& homotopy) {
  const algebra::Program& program = homotopy.program;
  std::vector<algebra::Program::Operation> operations;
  std::vector<algebra::GaussianRational> constants;
  for (algebra::Program::Node i = 0; i < program.size(); ++i) {
    operations.push_back(program.operation(i));
    if (program.is_constant(i)) constants.push_back(program.constant_value(i));
  }
  return digest_bytes(bytes(program.variables(), operations, constants, program.outputs, homotopy.partition,
                            homotopy.parameters, homotopy.patch));
}

std::string advance_key(const std::string& tracker, const PathOptions& options, std::size_t index,
                        const std::vector<std::complex<double>>& start) {
  return digest_bytes(bytes('a', tracker, options, index, start));
}
std::string finish_key(const std::string& tracker, const PathOptions& options, const Arrival& arrival,
                       std::size_t known) {
  return digest_bytes(bytes('f', tracker, options, arrival, known));
}
std::string carry_key(const std::string& tracker, const PathOptions& options, std::size_t index,
                      const std::vector<std::complex<double>>& start, const std::vector<ParameterPath>& parameters) {
  return digest_bytes(bytes('c', tracker, options, index, start, parameters));
}

std::string advance_identity(const std::string& tracker, const PathOptions& options, std::size_t count,
                             std::size_t threads, const StartPoint& start) {
  return identity_of(bytes('A', tracker, options), count, threads,
                     [&](std::size_t k, std::string& text) { append_numbers(text, start(k)); });
}
std::string carry_identity(const std::string& tracker, const PathOptions& options, std::size_t count,
                           std::size_t threads, const StartPoint& start, const OwnParameters& parameters) {
  return identity_of(bytes('C', tracker, options), count, threads, [&](std::size_t k, std::string& text) {
    append_numbers(text, start(k));
    text += bytes(parameters(k));
  });
}

std::string finish_identity(const std::string& tracker, const PathOptions& options,
                            std::span<const Arrival* const> arrivals, std::size_t known, std::size_t threads) {
  return identity_of(bytes('F', tracker, options, known), arrivals.size(), threads,
                     [&](std::size_t k, std::string& text) {
                       const Arrival& a = *arrivals[k];
                       if (takes_loops(a)) return void(text += bytes(a));
                       append_numbers(text, a.x);
                       append_numbers(text, a.low);
                       text += static_cast<char>(a.state);
                     });
}

template <class T>
std::string bytes_of(const T& value) {
  return bytes(value);
}
template <class T>
std::optional<T> from_bytes(const std::string& text) {
  try {
    T value;
    BoundedArchive archive(text);
    archive(value);
    if (archive.left() > 0) return std::nullopt;
    return value;
  } catch (const cereal::Exception&) {
    return std::nullopt;
  }
}
template std::string bytes_of(const Arrival&);
template std::string bytes_of(const Finish&);
template std::string bytes_of(const Carried&);
template std::optional<Arrival> from_bytes(const std::string&);
template std::optional<Finish> from_bytes(const std::string&);
template std::optional<Carried> from_bytes(const std::string&);

}  // namespace polyscape::track
