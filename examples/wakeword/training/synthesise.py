#!/usr/bin/env python3
"""Makes the speech of the wake-word example: python synthesise.py FOLDER [train] [test] [background]

FOLDER gets train/ and test/ with positive.wav and negative.wav, clips of 2.6 s at 16 kHz one after the other, and
background/, an hour and more of talk and noise without the wake word. Needs espeak-ng on the path. Fixed seeds.

Test voices (timbre, accent, speed and pitch are drawn anew) never speak in training. Rooms are noise that dies away;
noises are of many colours, hum, tones like music, and other voices.
"""

import io
import pathlib
import subprocess
import sys
import wave

import numpy as np
from scipy.signal import fftconvolve, resample_poly

RATE = 16000
CLIP = int(2.6 * RATE)
WORD = "hey jarvis"
NEAR = """hey service; hey travis; hey harvest; jarvis; hey; hey marvin; hey garlic; hey john; a jar of this; hey charlie; harvest;
hey java; hey nervous; day charges; they carve it; hay jars; hey jasper; service; hey darling; charge this; hey garnish;
heavy jars; hey you; hey there; travis; okay jarring; hey siri; okay google; alexa; hey marcus""".replace("\n", " ").split("; ")
WORDS = """the of and to in is you that it he was for on are with as his they be at one have this from or had by hot word but what
some we can out other were all there when up use your how said an each she which do their time if will way about many then
them write would like so these her long make thing see him two has look more day could go come did number sound no most
people my over know water than call first who may down side been now find any new work part take get place made live where
after back little only round man year came show every good me give our under name very through just form sentence great
think say help low line differ turn cause much mean before move right boy old too same tell does set three want air well
also play small end put home read hand port large spell add even land here must big high such follow act why ask men change
went light kind off need house picture try us again animal point mother world near build self earth father head stand own
page should country found answer school grow study still learn plant cover food sun four between state keep eye never last
let thought city tree cross farm hard start might story saw far sea draw left late run while press close night real life
few north open seem together next white children begin got walk example ease paper group always music those both mark often
letter until mile river car feet care second book carry took science eat room friend began idea fish mountain stop once
base hear horse cut sure watch color face wood main enough plain girl usual young ready above ever red list though feel
talk bird soon body dog family direct pose leave song measure door product black short numeral class wind question happen
complete ship area half rock order fire south problem piece told knew pass since top whole king space heard best hour
better true during hundred five remember step early hold west ground interest reach fast verb sing listen six table travel
less morning ten simple several vowel toward war lay against pattern slow center love person money serve appear road map
rain rule govern pull cold notice voice unit power town fine certain fly fall lead cry dark machine note wait plan figure
star box noun field rest correct able pound done beauty drive stood contain front teach week final gave green quick develop
ocean warm free minute strong special mind behind clear tail produce fact street inch multiply nothing course stay wheel
full force blue object decide surface deep moon island foot system busy test record boat common gold possible plane""".split()
ACCENTS = ["en-gb", "en-us", "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-rp", "en-029", "en-gb-x-gbcwmd", "en-us-nyc"]
TRAIN_TIMBRES = """ m1 m2 m4 m5 m6 f1 f2 f4 Alex Alicia Andrea Andy Annie antonio aunty belinda benjamin boris caleb
david Demonic Diogo ed edward edward2 Gene Gene2 Henrique Hugo iven iven2 iven3 Jacky john kaukovalta klatt klatt2 klatt3
Lee linda marcelo Marco Mario max Michael michel miguel""".split() + [""]
TEST_TIMBRES = "m3 m7 m8 f3 f5 Mike Mr Nguyen norbert pablo paul pedro quincy rob robert sandro steph".split()


def speak(text, accent, timbre, speed, pitch):
    """Speech at 16 kHz, as reals."""
    voice = accent + ("+" + timbre if timbre else "")
    command = ["espeak-ng", "--stdout", "-v", voice, "-s", str(speed), "-p", str(pitch), text]
    with wave.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout)) as sound:
        samples = np.frombuffer(sound.readframes(10**9), "<i2").astype(np.float32)
        speech = resample_poly(samples, 320, 441) if sound.getframerate() == 22050 else samples
    loud = np.flatnonzero(np.abs(speech) > 0.02 * np.max(np.abs(speech), initial=1))
    return speech[loud[0] : loud[-1] + 1] if len(loud) else speech[:0]


def drawn(rng, text, timbres):
    accent, timbre = rng.choice(ACCENTS), rng.choice(timbres)
    return speak(text, accent, timbre, int(rng.integers(120, 200)), int(rng.integers(20, 80)))


def sentence(rng):
    text = " ".join(rng.choice(WORDS, rng.integers(3, 10)))
    return text if rng.random() < 0.7 else "hey " + text


def room(rng, sound):
    """The sound in a room whose echo takes 0.1 to 0.6 s to die away by 60 dB."""
    if rng.random() < 0.3:
        return sound
    length = rng.uniform(0.1, 0.6)
    time = np.arange(int(length * RATE)) / RATE
    echo = rng.standard_normal(len(time)) * 10 ** (-3 * time / length) * rng.uniform(0.02, 0.15)
    echo[0] = 1
    return fftconvolve(sound, echo)[: len(sound)]


def noise(rng, count, voices):
    """Noise of spread 1: coloured, hum, tones like music, or several voices."""
    kind = rng.integers(0, 6)
    if kind <= 2:
        spectrum = np.fft.rfft(rng.standard_normal(count))
        made = np.fft.irfft(spectrum / np.maximum(30, np.arange(len(spectrum))) ** rng.uniform(0, 1.3), count)
    elif kind == 3:
        time = np.arange(count) / RATE
        made = sum(np.sin(2 * np.pi * 50 * k * time + rng.uniform(0, 6)) * 0.6**k for k in range(1, 9))
    elif kind == 4:
        time, made = np.arange(count) / RATE, np.zeros(count)
        for start in range(0, count, RATE // 4):
            part = slice(start, start + RATE // 4)
            pitch = 110 * 2 ** (rng.integers(0, 36) / 12)
            fade = np.exp(-4 * (time[part] - time[start]))
            made[part] += fade * sum(np.sin(2 * np.pi * pitch * k * time[part]) / k for k in range(1, 6))
    else:
        made = np.zeros(count)
        for _ in range(3):
            voice = voices[rng.integers(0, len(voices))]
            at = rng.integers(0, count)
            made += np.resize(np.roll(np.resize(voice, max(len(voice), count)), at), count)
    return made / (np.std(made) + 1e-9)


def mixed(rng, speech, background):
    """Speech over noise, 0 to 30 dB below it, at any loudness, as 16-bit integers."""
    spoken = speech / (np.std(speech[speech != 0]) + 1e-9) if np.any(speech) else speech
    sound = spoken + background * 10 ** (-rng.uniform(0, 30) / 20)
    return np.clip(np.round(sound * 10 ** rng.uniform(2.2, 3.6)), -32768, 32767).astype("<i2")


def clip(rng, speech, voices):
    """The speech ends between 0.4 s and 0.25 s before the clip does, or where it fits."""
    laid = np.zeros(CLIP, np.float32)
    end = CLIP - int(rng.uniform(0.25, 0.4) * RATE)
    part = speech[-end:]
    laid[end - len(part) : end] = part
    return mixed(rng, room(rng, laid), noise(rng, CLIP, voices))


def save(path, samples):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(np.concatenate(samples).tobytes())
    print(path, len(samples), flush=True)


def clips(folder, seed, timbres, positives, negatives):
    rng = np.random.default_rng(seed)
    voices = [drawn(rng, sentence(rng), timbres) for _ in range(30)]
    said = [drawn(rng, WORD, timbres) for _ in range(positives)]
    save(folder / "positive.wav", [clip(rng, s, voices) for s in said])
    others = []
    for i in range(negatives):
        near = i % 3 == 0
        speech = drawn(rng, NEAR[rng.integers(0, len(NEAR))] if near else sentence(rng), timbres)
        others.append(clip(rng, speech if i % 8 else speech[:0], voices))
    save(folder / "negative.wav", others)


def background(folder, seed, timbres, minutes):
    """Talk with pauses over changing noise, a file of ten minutes at a time."""
    rng = np.random.default_rng(seed)
    voices = [drawn(rng, sentence(rng), timbres) for _ in range(30)]
    for part in range(minutes // 10):
        laid = []
        while sum(map(len, laid)) < 600 * RATE:
            count = int(rng.uniform(10, 30) * RATE)
            talk = np.zeros(count, np.float32)
            at = 0
            while rng.random() < 0.85:
                speech = drawn(rng, sentence(rng), timbres)
                if at + len(speech) > count:
                    break
                talk[at : at + len(speech)] = speech
                at += len(speech) + int(rng.uniform(0.1, 1.5) * RATE)
            laid.append(mixed(rng, room(rng, talk), noise(rng, count, voices)))
        save(folder / f"{part}.wav", laid)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    parts = sys.argv[2:] or ["train", "test", "background"]
    if "train" in parts:
        clips(folder / "train", 1, TRAIN_TIMBRES, 700, 1400)
        background(folder / "train", 4, TRAIN_TIMBRES, 20)
    if "test" in parts:
        clips(folder / "test", 2, TEST_TIMBRES, 300, 300)
    if "background" in parts:
        background(folder / "background", 3, TEST_TIMBRES, 70)


if __name__ == "__main__":
    main()
