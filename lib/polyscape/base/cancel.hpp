#pragma once
/// Cancellation by the user (Ctrl-C): long loops ask, finish what they have, and label it as incomplete.

namespace polyscape {

/// True once request_cancellation() was called or, after install_interrupt_handler(), SIGINT or SIGTERM arrived.
bool cancellation_requested();
/// Asks every running job to stop at its next safe point. Safe in a signal handler.
void request_cancellation() noexcept;
/// Forgets an earlier request.
void reset_cancellation();
/// The first SIGINT or SIGTERM requests cancellation, the second ends the process the default way.
void install_interrupt_handler();

}  // namespace polyscape
