"""Mandarin speech from text with eSpeak NG, whose library and data come as a Python wheel.

The library keeps one voice and one output per process and is not thread-safe: one lock guards it.
"""

from __future__ import annotations

import ctypes
import threading
from functools import cache

import espeakng_loader

VOICE = b"cmn"
SYNCHRONOUS, PHONEME_EVENTS_OFF = 2, 0
RATE, VOLUME, PITCH, RANGE = 1, 2, 3, 4
UTF8 = 1
SAMPLE_BYTES = 2

Receiver = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class SpeechUnavailable(RuntimeError):
    """The speech library could not be loaded, or knows no Mandarin."""

    def __init__(self, reason: object) -> None:
        super().__init__(f"Speech cannot be made: {reason}. Reinstall the package espeakng-loader.")


class Voice:
    """The loaded library with the Mandarin voice; `rate` is its samples a second (mono, 16 bits)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard = bytearray()
        try:
            self._library = ctypes.CDLL(espeakng_loader.get_library_path())
            self.rate = self._library.espeak_Initialize(
                SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), PHONEME_EVENTS_OFF
            )
        except (OSError, RuntimeError) as error:
            raise SpeechUnavailable(error) from error
        if self.rate <= 0 or self._library.espeak_SetVoiceByName(VOICE) != 0:
            raise SpeechUnavailable("no Mandarin voice in its data")
        # The receiver must live as long as the library may call it.
        self._receiver = Receiver(self._receive)
        self._library.espeak_SetSynthCallback(self._receiver)

    def say(self, text: str, *, pitch: int = 45, speed: int = 185) -> bytes:
        """The text spoken, as raw samples; the same text lasts as long to a few thousandths of a second.

        :param pitch: 0 to 100.
        :param speed: words a minute as eSpeak counts them; 185 is a calm reading of Mandarin.
        """
        raw = text.encode()
        with self._lock:
            self._heard.clear()
            for parameter, value in ((RATE, speed), (VOLUME, 70), (PITCH, pitch), (RANGE, 55)):
                self._library.espeak_SetParameter(parameter, value, 0)
            self._library.espeak_Synth(raw, len(raw) + 1, 0, 1, 0, UTF8, None, None)
            self._library.espeak_Synchronize()
            return bytes(self._heard)

    def _receive(self, samples: int | None, count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._heard += ctypes.string_at(samples, count * SAMPLE_BYTES)
        return 0


@cache
def voice() -> Voice:
    """The process's one voice.

    :raises SpeechUnavailable: when the library or its Mandarin data are missing.
    """
    return Voice()
