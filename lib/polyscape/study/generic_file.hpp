#pragma once
/// A network's generic member in a file: other targets and lambda at the same inputs then cost as many paths as it has
/// critical points.
#include <optional>
#include <string>

#include "polyscape/critical/generic_member.hpp"

namespace polyscape::study {

/// The member in the file, for this model; nullopt if there is no such file. Throws InputError when it cannot be read,
/// holds something else, or the member of another network or of other inputs (that it is one of the model's family is
/// decided exactly), where its digest is not that of its content, or where its points are not distinct critical points
/// of the member (which is proved), closed under sign flips. That none is missing is the file's word: it can hold what
/// was left out before the digest was made, so no completeness follows from it.
std::optional<critical::GenericMember> read_generic_member(const std::string& path, const model::Model& model,
                                                           int threads = 0);

/// Writes it; the file appears complete or not at all. Throws InputError when it cannot be written.
void write_generic_member(const std::string& path, const critical::GenericMember& member);

/// Throws InputError when the file is not there and cannot be written. To be called before anything is computed.
void require_generic_file(const std::string& path);

}  // namespace polyscape::study
