#include "polyscape/track/recall.hpp"

#include <algorithm>
#include <cereal/archives/binary.hpp>
#include <cereal/types/array.hpp>
#include <cereal/types/complex.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>
#include <sstream>

#include "polyscape/base/digest.hpp"
#include "polyscape/base/parallel.hpp"

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
  archive(a.state, a.x, a.low, a.start, a.short_of_digits, a.s, a.condition, a.watch, a.mark, a.crossing, a.steps,
          a.rejected, a.iterations);
}
template <class Archive>
void serialize(Archive& archive, PathResult& r) {
  archive(r.end, r.failure, r.endpoint, r.winding, r.condition, r.last_log_t, r.steps, r.rejected, r.highest_bits);
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
  archive(c.x, c.digits, c.bits, c.failure);
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
    std::istringstream stream(text);
    T value;
    cereal::BinaryInputArchive archive(stream);
    archive(value);
    if (stream.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
    return value;
  } catch (const std::exception&) {  // of the archive, or a length that no memory holds
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
