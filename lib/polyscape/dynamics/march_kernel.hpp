#pragma once
/// Walkers in lanes. For sources of one instruction set: everything is a member of a class of that set.
#include "polyscape/dynamics/march_view.hpp"
#include "polyscape/dynamics/tape_kernel.hpp"

namespace polyscape::dynamics {

template <class L>
struct MarchOf {
  using Real = typename L::Real;
  using Word = typename L::Word;
  using Mask = typename L::Mask;
  using Stream = typename L::Stream;
  static constexpr int B = lot_size, W = L::width;

  static double* row(double* rows, unsigned long i) { return rows + i * B; }

  static void advance(const MarchView& m, LotView& lot, const StepPlan* plan, unsigned long steps) {
    if (m.rule == Rule::adjusted) {
      evaluate(m, lot);
      keep_value(m, lot);
    }
    for (unsigned long k = 0; k < steps; ++k) {
      if (m.rule == Rule::adjusted) {
        propose(m, lot, plan[k]);
        evaluate(m, lot);
        decide(m, lot, plan[k]);
      } else {
        const double* const g = m.minibatch != 0 ? batch_gradient(m, lot) : evaluate(m, lot);
        if (m.until == Until::flat && hold_flat(m, lot, g, plan[k])) return;
        move(m, lot, g, plan[k]);
      }
      if (m.until == Until::near && hold_near(m, lot, plan[k])) return;
    }
  }

 private:
  /// The gradient, and behind it the value.
  static double* evaluate(const MarchView& m, LotView& lot) {
    TapeOf<L>::template run<B>(m.tape, m.tape_length, lot.slots);
    double* const g = row(lot.slots, m.variables);
    if (m.walls == Walls::flat) add_wall(m, lot, g, row(g, m.variables));
    return g;
  }

  static void add_wall(const MarchView& m, LotView& lot, double* g, double* value) {
    for (unsigned long i = 0; i < m.variables; ++i)
      for (int l = 0; l < B; l += W) {
        const Real x = L::get(row(lot.slots, i) + l), zero{};
        const Real over = L::select(x > m.high[i], x - m.high[i], L::select(x < m.low[i], x - m.low[i], zero));
        L::put(row(g, i) + l, L::get(row(g, i) + l) + m.stiffness * over);
        L::put(value + l, L::get(value + l) + (0.5 * m.stiffness) * (over * over));
      }
  }

  static double* batch_gradient(const MarchView& m, LotView& lot) {
    const unsigned long left = m.samples - lot.position;
    const unsigned long size = m.sampling == Sampling::shuffled && left < m.batch ? left : m.batch;
    draw(m, lot, size);
    for (unsigned long i = 0; i < m.variables; ++i)
      for (int l = 0; l < B; l += W) {
        L::put(row(lot.sample_slots, i) + l, L::get(row(lot.slots, i) + l));
        L::put(row(lot.gradient, i) + l, Real{});
      }
    const unsigned long from = m.sampling == Sampling::shuffled ? lot.position : 0;
    const unsigned long inputs = m.variables + m.columns;
    for (unsigned long k = 0; k < size; ++k) {
      const unsigned long* const chosen = lot.order + (from + k) * B;
      for (unsigned long c = 0; c < m.columns; ++c)
        for (int l = 0; l < B; ++l) row(lot.sample_slots, m.variables + c)[l] = m.data[chosen[l] * m.columns + c];
      TapeOf<L>::template run<B>(m.sample_tape, m.sample_tape_length, lot.sample_slots);
      for (unsigned long i = 0; i < m.variables; ++i)
        for (int l = 0; l < B; l += W)
          L::put(row(lot.gradient, i) + l,
                 L::get(row(lot.gradient, i) + l) + L::get(row(lot.sample_slots, inputs + i) + l));
    }
    const double factor = m.sample_factor * static_cast<double>(m.samples) / static_cast<double>(size);
    for (unsigned long i = 0; i < m.variables; ++i)
      for (int l = 0; l < B; l += W)
        L::put(row(lot.gradient, i) + l,
               factor * L::get(row(lot.gradient, i) + l) + m.ridge[i] * L::get(row(lot.slots, i) + l));
    if (m.sampling == Sampling::shuffled) lot.position = lot.position + size == m.samples ? 0 : lot.position + size;
    if (m.walls == Walls::flat) {
      double ignored[B] = {};
      add_wall(m, lot, lot.gradient, ignored);
    }
    return lot.gradient;
  }

  /// The batch's samples, into the first `size` rows of the order, or all of it where it is shuffled.
  static void draw(const MarchView& m, LotView& lot, unsigned long size) {
    if (m.sampling == Sampling::shuffled && lot.position > 0) return;
    const unsigned long count = m.sampling == Sampling::shuffled ? m.samples : size;
    for (int l = 0; l < B; l += W) {
      Stream stream = Stream::get(lot.streams + l, B);
      for (unsigned long k = 0; k < count; ++k) {
        const unsigned long choice = m.sampling == Sampling::replaced ? m.samples : m.samples - k;
        // Uniform but for a bias of choice / 2^32.
        const Word index = ((stream.next() >> 32) * L::all(choice)) >> 32;
        for (int lane = 0; lane < W; ++lane) {
          unsigned long* const at = lot.order + l + lane;
          if (m.sampling == Sampling::replaced) {
            at[k * B] = index[lane];
          } else {
            const unsigned long other = k + index[lane], kept = at[k * B];
            at[k * B] = at[other * B];
            at[other * B] = kept;
          }
        }
      }
      stream.put(lot.streams + l, B);
    }
  }

  static Mask moving(const LotView& lot, int l) { return L::get(lot.stopped + l) < 0.0; }

  /// Whether none moves any more.
  static bool hold(LotView& lot, int l, Mask here, const StepPlan& plan) {
    L::put(lot.stopped + l, L::select(here, L::all(plan.number), L::get(lot.stopped + l)));
    return L::any(L::get(lot.stopped + l) < 0.0);
  }

  static bool hold_flat(const MarchView& m, LotView& lot, const double* g, const StepPlan& plan) {
    bool some = false;
    for (int l = 0; l < B; l += W) {
      Real largest{};
      for (unsigned long i = 0; i < m.variables; ++i) {
        const Real a = L::modulus(L::get(g + i * B + l));
        largest = L::select(a <= largest, largest, a);  // NaN is kept
        if (m.rule == Rule::momentum) {
          const Real v = L::modulus(L::get(row(lot.first, i) + l));
          largest = L::select(v <= largest, largest, v);
        }
      }
      some = hold(lot, l, moving(lot, l) & (largest <= m.tolerance), plan) || some;
    }
    return !some;
  }

  static bool hold_near(const MarchView& m, LotView& lot, const StepPlan& plan) {
    bool some = false;
    for (int l = 0; l < B; l += W) {
      const Real value = L::get(row(lot.slots, 2 * m.variables) + l);
      Mask inside = value <= m.level;
      for (unsigned long t = 0; t < m.target_count; ++t) {
        Real squared{};
        for (unsigned long i = 0; i < m.variables; ++i) {
          const Real d = L::get(row(lot.slots, i) + l) - m.targets[t * m.variables + i];
          squared = squared + d * d;
        }
        inside = inside | (squared <= m.radius_squared);
      }
      some = hold(lot, l, moving(lot, l) & inside, plan) || some;
    }
    return !some;
  }

  static Real wrapped(const MarchView& m, unsigned long i, Real x) {
    const double period = m.high[i] - m.low[i];
    return x - period * L::floor((x - m.low[i]) / period);
  }

  /// Where a step to x ends.
  static Real confined(const MarchView& m, unsigned long i, Real x) {
    if (m.walls == Walls::periodic) return wrapped(m, i, x);
    if (m.walls != Walls::reflecting) return x;
    const double low = m.low[i], high = m.high[i];
    x = L::select(x < low, 2 * low - x, x);
    x = L::select(x > high, 2 * high - x, x);
    return L::select(x < low, L::all(low), x);
  }

  /// The same step of a noisy descent, coordinate by coordinate: the lanes' chains of operations run side by side.
  static void descend(const MarchView& m, LotView& lot, const double* g, const StepPlan& plan) {
    for (unsigned long i = 0; i < m.variables; i += 2)
      for (int l = 0; l < B; l += W) {
        Stream stream = Stream::get(lot.streams + l, B);
        const typename L::Pair normal = stream.normals();
        stream.put(lot.streams + l, B);
        descend_one(m, lot, g, plan, i, l, normal.first);
        if (i + 1 < m.variables) descend_one(m, lot, g, plan, i + 1, l, normal.second);
      }
  }
  static void descend_one(const MarchView& m, LotView& lot, const double* g, const StepPlan& plan, unsigned long i,
                          int l, Real normal) {
    double* const at = row(lot.slots, i) + l;
    const Real x = L::get(at);
    const Real y = x - plan.rate * L::get(g + i * B + l) + plan.noise * normal;
    L::put(at, L::select(moving(lot, l), m.walls == Walls::none ? y : confined(m, i, y), x));
  }

  static void move(const MarchView& m, LotView& lot, const double* g, const StepPlan& plan) {
    if (m.rule == Rule::descent && m.until != Until::flat && plan.noise > 0) return descend(m, lot, g, plan);
    for (int l = 0; l < B; l += W) {
      const Mask on = moving(lot, l);
      Stream stream = Stream::get(lot.streams + l, B);
      typename L::Pair normal{};
      Real squared{};
      for (unsigned long i = 0; i < m.variables; ++i) {
        const Real x = L::get(row(lot.slots, i) + l), slope = L::get(g + i * B + l);
        Real y;
        if (m.rule == Rule::descent) {
          y = x - plan.rate * slope;
          if (plan.noise > 0) {
            if (i % 2 == 0) normal = stream.normals();
            y = y + plan.noise * (i % 2 == 0 ? normal.first : normal.second);
          }
        } else {
          y = x + (m.rule == Rule::momentum ? heavy_ball(m, lot, i, l, slope, plan) : adam(m, lot, i, l, slope, plan));
        }
        const Real z = confined(m, i, y), d = z - x;
        if (m.rule == Rule::momentum && m.walls == Walls::reflecting) {
          const Real v = L::get(row(lot.first, i) + l);
          L::put(row(lot.first, i) + l, L::select(z == y, v, -v));
        }
        squared = squared + d * d;
        L::put(row(lot.slots, i) + l, L::select(on, z, x));
      }
      if (plan.noise > 0) stream.put(lot.streams + l, B);
      if (m.until == Until::flat) {
        const Real far = L::get(lot.travelled + l);
        L::put(lot.travelled + l, L::select(on, far + L::root(squared), far));
      }
    }
  }

  static Real heavy_ball(const MarchView& m, LotView& lot, unsigned long i, int l, Real slope, const StepPlan& plan) {
    const Real v = m.momentum * L::get(row(lot.first, i) + l) - plan.rate * slope;
    L::put(row(lot.first, i) + l, v);
    return v;
  }

  static Real adam(const MarchView& m, LotView& lot, unsigned long i, int l, Real slope, const StepPlan& plan) {
    const Real first = m.beta1 * L::get(row(lot.first, i) + l) + (1 - m.beta1) * slope;
    const Real second = m.beta2 * L::get(row(lot.second, i) + l) + (1 - m.beta2) * (slope * slope);
    L::put(row(lot.first, i) + l, first);
    L::put(row(lot.second, i) + l, second);
    const Real size = L::root(second * plan.second_correction) + m.epsilon;
    return -plan.rate * ((first * plan.first_correction) / size);
  }

  // Of the adjusted rule: `gradient` and `value` are those of the position that is kept, `first` that position,
  // `second` the proposed displacement.
  static void keep_value(const MarchView& m, LotView& lot) {
    const double* const g = row(lot.slots, m.variables);
    for (unsigned long i = 0; i < m.variables * B; i += W) L::put(lot.gradient + i, L::get(g + i));
    for (int l = 0; l < B; l += W) L::put(lot.value + l, L::get(g + m.variables * B + l));
  }

  static void propose(const MarchView& m, LotView& lot, const StepPlan& plan) {
    for (int l = 0; l < B; l += W) {
      Stream stream = Stream::get(lot.streams + l, B);
      typename L::Pair normal{};
      for (unsigned long i = 0; i < m.variables; ++i) {
        if (i % 2 == 0) normal = stream.normals();
        const Real x = L::get(row(lot.slots, i) + l);
        const Real d =
            plan.noise * (i % 2 == 0 ? normal.first : normal.second) - plan.rate * L::get(row(lot.gradient, i) + l);
        L::put(row(lot.first, i) + l, x);
        L::put(row(lot.second, i) + l, d);
        L::put(row(lot.slots, i) + l, m.walls == Walls::periodic ? wrapped(m, i, x + d) : x + d);
      }
      stream.put(lot.streams + l, B);
    }
  }

  static void decide(const MarchView& m, LotView& lot, const StepPlan& plan) {
    const double* const g = row(lot.slots, m.variables);
    for (int l = 0; l < B; l += W) {
      Real forth{}, back{};
      Mask inside = moving(lot, l);
      for (unsigned long i = 0; i < m.variables; ++i) {
        const Real d = L::get(row(lot.second, i) + l), x = L::get(row(lot.slots, i) + l);
        const Real a = d + plan.rate * L::get(row(lot.gradient, i) + l), b = d - plan.rate * L::get(g + i * B + l);
        forth = forth + a * a;
        back = back + b * b;
        if (m.walls == Walls::reflecting) inside = inside & (x >= m.low[i]) & (x <= m.high[i]);
      }
      const Real value = L::get(g + m.variables * B + l);
      const Real excess =
          (value - L::get(lot.value + l)) / m.temperature + (back - forth) / (4 * plan.rate * m.temperature);
      Stream stream = Stream::get(lot.streams + l, B);
      const Mask taken = inside & (L::logarithm(stream.uniform()) < -excess);
      stream.put(lot.streams + l, B);
      for (unsigned long i = 0; i < m.variables; ++i) {
        double *const x = row(lot.slots, i) + l, *const kept = row(lot.gradient, i) + l;
        L::put(x, L::select(taken, L::get(x), L::get(row(lot.first, i) + l)));
        L::put(kept, L::select(taken, L::get(g + i * B + l), L::get(kept)));
      }
      L::put(lot.value + l, L::select(taken, value, L::get(lot.value + l)));
      L::put(lot.accepted + l, L::get(lot.accepted + l) + L::select(taken, L::all(1.0), Real{}));
    }
  }
};

}  // namespace polyscape::dynamics
