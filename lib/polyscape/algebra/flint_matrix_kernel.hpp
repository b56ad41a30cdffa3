#pragma once
/// FLINT's matrices as objects that clear themselves, zero at first: for sources alone, headers know nothing of FLINT.
#include <flint/fmpq_mat.h>
#include <flint/fmpz_mat.h>
#include <flint/nmod_mat.h>

#include <cstddef>
#include <cstdint>

#include "polyscape/algebra/flint_kernel.hpp"
#include "polyscape/algebra/rational.hpp"

namespace polyscape::algebra {

/// Of integers.
class FmpzMatrix {
 public:
  FmpzMatrix(std::size_t rows, std::size_t columns) {
    fmpz_mat_init(m_, static_cast<slong>(rows), static_cast<slong>(columns));
  }
  ~FmpzMatrix() { fmpz_mat_clear(m_); }
  FmpzMatrix(const FmpzMatrix&) = delete;
  FmpzMatrix& operator=(const FmpzMatrix&) = delete;

  fmpz* at(std::size_t i, std::size_t j) { return fmpz_mat_entry(m_, static_cast<slong>(i), static_cast<slong>(j)); }
  fmpz_mat_struct* get() { return m_; }

 private:
  fmpz_mat_t m_;
};

/// Of rational numbers.
class FmpqMatrix {
 public:
  FmpqMatrix(std::size_t rows, std::size_t columns) {
    fmpq_mat_init(m_, static_cast<slong>(rows), static_cast<slong>(columns));
  }
  ~FmpqMatrix() { fmpq_mat_clear(m_); }
  FmpqMatrix(const FmpqMatrix&) = delete;
  FmpqMatrix& operator=(const FmpqMatrix&) = delete;

  Rational at(std::size_t i, std::size_t j) const {
    Rational result;
    fmpq_set(flint(result), entry(i, j));
    return result;
  }
  bool is_zero(std::size_t i, std::size_t j) const { return fmpq_is_zero(entry(i, j)) != 0; }
  void set(std::size_t i, std::size_t j, const Rational& value) { fmpq_set(entry(i, j), flint(value)); }
  fmpq_mat_struct* get() { return m_; }

 private:
  fmpq* entry(std::size_t i, std::size_t j) const {
    return fmpq_mat_entry(m_, static_cast<slong>(i), static_cast<slong>(j));
  }
  fmpq_mat_t m_;
};

/// Of residues modulo a number of one word.
class NmodMatrix {
 public:
  NmodMatrix(std::size_t rows, std::size_t columns, std::uint64_t modulus) {
    nmod_mat_init(m_, static_cast<slong>(rows), static_cast<slong>(columns), modulus);
  }
  ~NmodMatrix() { nmod_mat_clear(m_); }
  NmodMatrix(const NmodMatrix&) = delete;
  NmodMatrix& operator=(const NmodMatrix&) = delete;

  mp_limb_t& at(std::size_t i, std::size_t j) { return nmod_mat_entry(m_, i, j); }
  nmod_t modulus() const { return m_->mod; }
  std::size_t rank() const { return static_cast<std::size_t>(nmod_mat_rank(m_)); }
  nmod_mat_struct* get() { return m_; }

 private:
  nmod_mat_t m_;
};

}  // namespace polyscape::algebra
