"""Makes the golden files of the tokenizers: small vocabularies trained on a text, and what transformers makes of prompts.

    pip install transformers==5.23.0 tokenizers sentencepiece protobuf
    python tools/golden_tokens.py src/test/resources/golden/tokens LICENSE

Each folder holds a tokenizer as the published pipelines have one, and `golden.jsonl`: a prompt, a length, and the numbers of its
tokens a line. `--prompts N` makes N random prompts instead of the written ones.
"""

import argparse
import base64
import json
import random
import shutil
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTokenizer, T5Tokenizer

PIECES = 600
START, END = "<|startoftext|>", "<|endoftext|>"

LANGUAGES = """a photo of a cat wearing a hat, highly detailed, 4k, trending on artstation
un café très élégant à Paris, l'été; ¿qué tal? Straße Größe naïve coöperate
красивый дом у моря, Москва зимой
東京の夜景、猫が座っている 写真 你好世界 龙 山水画
مدينة جميلة في الليل שלום עולם
emoji 😀 🎉 ❤️ 👩‍🚀 🇩🇪 👍🏽 fire 🔥
one's don't we're they've I'm you'll he'd 'quoted' "double" “curly” ‘single’ … — – • № ½ ② ﬁ ﬂ Ⅷ ㎏ ｆｕｌｌ
"""

PROMPTS = [
    "", " ", "\n", "a", "a cat", "A CAT", "  two   spaces\tand\ttabs\r\nlines  ", "red heart", "hello!", "hello !", "!!!", "! !", "wow!!!!! 100%",
    "it's we're they'll I'd he's DON'T can''t '' 'tis 's", "3.14159 2024 1,000,000 ½ ② Ⅷ x² H₂O", "UPPER lower MiXeD ÀÉÎ ÄÖÜ ẞ ß İstanbul ıI ǅ ΣΊΣΥΦΟΣ",
    "<|endoftext|>", "a<|endoftext|>b", "a <|startoftext|> b", "<|ENDOFTEXT|>", "< |endoftext| >", "</s>", "a</s>b", "a </s> b", "<pad> <unk> <s>", "x<pad>y", "gap   <extra_id_3>   gap\t<extra_id_4>",
    "<extra_id_0>", "a <extra_id_1> b<extra_id_99>c", "<extra_id_100>", "<EXTRA_ID_0>", "</w>", "a</w> b", "▁", "a▁b ▁c", "<b>bold</b> &amp; &lt;i&gt; &#39;",
    "😀", "a 😀 b", "👩‍🚀👩🏽‍🚀🇩🇪❤️❤ 🏳️‍🌈", "e\u0301 é E\u0301 q\u0307\u0323 \u0301x", "Å Å ﬁ ﬂ ﬀ ｆｕｌｌ ㎏ ㌀ ﷺ", "한국어 한국어 각 \u1112\u1161\u11ab",
    "你好，世界！", "東京の夜景、猫", "ｶﾞ ガ か\u3099", "שלום עולם", "مَرْحَبًا بِالعَالَم", "नमस्ते दुनिया", "สวัสดีชาวโลก", "\u202bright\u202c to \u200eleft\u200f",
    "zero\u200bwidth\u200cand\u200djoin\ufeffbom", "no\u00a0break\u2003em\u3000ideographic\u2028line\u2029para\u0085nel\u1680ogham\u180e", "a\u0000b", "\u0000", "a\u0007b\u001bc\u007fd\u0080e\u009f",
    "tab\tv\u000bf\u000cfs\u001cgs\u001dus\u001f", "soft\u00adhyphen", "\ufffd \ufffe \U0010ffff", "\ue000 \U000f0000", "𝓯𝓪𝓷𝓬𝔂 𝔸 𝟘𝟙 𠀀𠮷", "…—–‘’“”«»„", "a,b;c:d.e?f!g(h)i[j]{k}|l\\m/n@o#p$q%r^s&t*u-v_w=x+y~z`",
    "a_b __init__ snake_case", "http://example.org/a?b=c&d=%20", "a" * 300, "ab " * 200, "cat, " * 120, "👍" * 90, "!" * 100, "x" * 76, " ".join("abcdefghij" * 8),
    "très " * 60, "(masterpiece:1.3), [[best quality]], {{4k}}", "the end ", " the beginning", "\u3000wide\u3000", "a\u0300\u0301\u0302\u0303b", "\u1e9b\u0323", "ŉ ǰ ΐ ﬓ", "ʼn 'N", "a <cat-toy> is shiny", "<Cat-Toy>SHINY",
]


def corpus(files):
    lines = [line for file in files for line in file.read_text().splitlines()]
    return lines + LANGUAGES.splitlines() * 10


def train_clip(folder, lines, **config):
    """Writes vocab.json and merges.txt: bytes, bytes that end a word, merged pairs, and the two marks."""
    folder.mkdir(parents=True)
    learner = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    learner.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    learner.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=1100, end_of_word_suffix="</w>", initial_alphabet=alphabet, show_progress=False)
    learner.train_from_iterator(lines, trainer)
    merges = json.loads(learner.to_str())["model"]["merges"]
    vocabulary = alphabet + [letter + "</w>" for letter in alphabet]
    vocabulary += dict.fromkeys("".join(pair) for pair in merges if "".join(pair) not in vocabulary)
    vocabulary += [START, END]
    write(folder / "vocab.json", {token: number for number, token in enumerate(vocabulary)})
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    write(folder / "tokenizer_config.json", config)


def write(file, value):
    file.write_text(json.dumps(value, ensure_ascii=False) + "\n")


def token(content, normalized=True):
    return dict(__type="AddedToken", content=content, lstrip=False, normalized=normalized, rstrip=False, single_word=False)


def map_of(pad):
    plain = lambda content: {k: v for k, v in token(content).items() if k != "__type"}
    return {"bos_token": plain(START), "eos_token": plain(END), "pad_token": pad, "unk_token": plain(END)}


def old_config(pad):
    return dict(
        add_prefix_space=False, bos_token=token(START), eos_token=token(END), unk_token=token(END), pad_token=pad,
        do_lower_case=True, errors="replace", model_max_length=77, tokenizer_class="CLIPTokenizer",
    )


def added(number, content, normalized, special=True):
    return {str(number): dict(content=content, lstrip=False, normalized=normalized, rstrip=False, single_word=False, special=special)}


def make_clip(output, lines):
    """The files of SD 1.5 (end token as padding), of SD 2.1 (`!` as padding), and of SD3 and FLUX (an added_tokens_decoder)."""
    train_clip(output / "clip-end", lines, **old_config(END))
    write(output / "clip-end/special_tokens_map.json", map_of(END))
    last = len(json.loads((output / "clip-end/vocab.json").read_text())) - 1
    for name, config in {
        "clip-exclamation": old_config("!"),
        "clip-decoder": dict(
            add_prefix_space=False, added_tokens_decoder=added(last - 1, START, True) | added(last, END, False),
            bos_token=START, clean_up_tokenization_spaces=True, do_lower_case=True, eos_token=END, errors="replace",
            model_max_length=77, pad_token=END, tokenizer_class="CLIPTokenizer", unk_token=END,
        ),
        "clip-decoder-exclamation": dict(
            add_prefix_space=False,
            added_tokens_decoder=added(0, "!", False) | added(last - 1, START, True) | added(last, END, True),
            bos_token=START, clean_up_tokenization_spaces=True, do_lower_case=True, eos_token=END, errors="replace",
            model_max_length=77, pad_token="!", tokenizer_class="CLIPTokenizer", unk_token=END,
        ),
    }.items():
        shutil.copytree(output / "clip-end", output / name)
        write(output / name / "tokenizer_config.json", config)
        write(output / name / "special_tokens_map.json", map_of(config["pad_token"]))


def make_clip_added(output):
    """The files of a textual inversion: a word more than the vocabulary has, by the oldest way to say so."""
    folder = output / "clip-added"
    shutil.copytree(output / "clip-end", folder)
    last = len(json.loads((folder / "vocab.json").read_text())) - 1
    write(folder / "added_tokens.json", {"<Cat-Toy>": last + 1, "shiny": last + 2})


def train_t5(folder, lines, **options):
    folder.mkdir(parents=True)
    text = folder / "text"
    text.write_text("\n".join(lines))
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(folder / "spiece"), vocab_size=PIECES, model_type="unigram", pad_id=0, eos_id=1, unk_id=2,
        bos_id=-1, character_coverage=0.999, num_threads=1, minloglevel=2, **options,
    )
    text.unlink()
    (folder / "spiece.vocab").unlink()


def t5_config(**options):
    extra = [f"<extra_id_{i}>" for i in range(100)]
    return dict(
        additional_special_tokens=extra, clean_up_tokenization_spaces=True, eos_token="</s>", extra_ids=100, model_max_length=512,
        pad_token="<pad>", tokenizer_class="T5Tokenizer", unk_token="<unk>", **options,
    )


def make_t5(output, lines):
    """One folder with a spiece.model only, one whose tokenizer.json counts, with a pre-tokenizer that does not."""
    train_t5(output / "t5-spiece", lines, normalization_rule_name="nmt_nfkc")
    write(output / "t5-spiece/tokenizer_config.json", t5_config())

    rules = output / "rules.tsv"
    rules.write_text("C4\t41\nE9\t65\n65 301\t65\nFB01\t66 69\n09\t20\nA\t20\nD\t20\n3000\t20\n200B\t\n")
    folder = output / "t5-json"
    train_t5(folder, lines, normalization_rule_tsv=str(rules))
    make_t5_decoder(output, folder)
    rules.unlink()
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString((folder / "spiece.model").read_bytes())
    (folder / "spiece.model").unlink()
    pieces = [[piece.piece, piece.score] for piece in proto.pieces] + [[f"<extra_id_{i}>", 0.0] for i in range(99, -1, -1)]
    names = ["<pad>", "</s>", "<unk>"] + [f"<extra_id_{i}>" for i in range(99, -1, -1)]
    numbers = [0, 1, 2] + list(range(len(pieces) - 100, len(pieces)))
    flags = dict(single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
    write(folder / "tokenizer.json", {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [dict(id=number, content=name, **flags) for number, name in zip(numbers, names)],
        "normalizer": {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "WhitespaceSplit"}, {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": False}]},
        "post_processor": {"type": "TemplateProcessing", "single": [
            {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "model": {"type": "Unigram", "unk_id": 2, "vocab": pieces},
    })
    write(folder / "tokenizer_config.json", t5_config())


def make_t5_decoder(output, other):
    """The files of FLUX and SD3 beside a spiece.model: an added_tokens_decoder, whose gaps take the space before them."""
    folder = output / "t5-decoder"
    folder.mkdir()
    shutil.copy(other / "spiece.model", folder)
    marks = added(0, "<pad>", False) | added(1, "</s>", False) | added(2, "<unk>", False)
    gaps = [added(PIECES + 99 - i, f"<extra_id_{i}>", False) for i in range(100)]
    for gap in gaps:
        next(iter(gap.values()))["lstrip"] = True
        marks |= gap
    write(folder / "tokenizer_config.json", t5_config(added_tokens_decoder=marks))


ODDITIES = list("!?.,'\"<>|/▁_- \t\n\u00a0\u3000\u200b\u200d\ufe0f\u0301\u0308\u0327") + PROMPTS[:60] + [START, END, "</s>", "<pad>", "<extra_id_7>", "'s", "'ll"]


def random_prompts(count, draw):
    """Words, oddities, and characters from anywhere in Unicode, in any order."""
    words = LANGUAGES.split()
    def piece():
        kind = draw.random()
        if kind < 0.5:
            return draw.choice(words) + draw.choice(["", " ", " ", ", "])
        if kind < 0.75:
            return draw.choice(ODDITIES)
        if kind < 0.85:
            return draw.choice(words).upper()
        low, high = draw.choice([(0, 0x17F), (0, 0x2FFF), (0x3000, 0xD7FF), (0xE000, 0xFFFF), (0x1F300, 0x1FAFF), (0, 0xD7FF), (0x10000, 0x10FFFF)])
        return chr(draw.randint(low, high))
    return ["".join(piece() for _ in range(draw.choice([1, 2, 3, 5, 8, 20, 60]))) for _ in range(count)]


def golden(folder, prompts, draw):
    """Writes what the pipelines do with each prompt: padded to the length, cut to it, the end token last."""
    clip = folder.name.startswith("clip")
    tokenizer = (CLIPTokenizer if clip else T5Tokenizer).from_pretrained(folder)
    with open(folder / "golden.jsonl", "w") as file:
        for prompt in prompts:
            length = 77 if clip else draw.choice([16, 64, 256])
            numbers = tokenizer(prompt, padding="max_length", max_length=length, truncation=True).input_ids
            whole = tokenizer(prompt).input_ids
            # The clean-up would take spaces away that were written.
            left = whole[length - 1 : -1]
            rest = tokenizer.decode(left, clean_up_tokenization_spaces=False).strip() if len(whole) > length else None
            while len(numbers) > 1 and numbers[-1] == numbers[-2]:
                numbers.pop()
            file.write(json.dumps([prompt, length, numbers, rest]) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("texts", type=Path, nargs="+", help="what the vocabularies are trained on")
    parser.add_argument("--prompts", type=int, default=0, help="this many random prompts instead of the written ones")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    shutil.rmtree(arguments.output, ignore_errors=True)
    lines = corpus(arguments.texts)
    make_clip(arguments.output, lines)
    make_clip_added(arguments.output)
    make_t5(arguments.output, lines)
    prompts = random_prompts(arguments.prompts, draw) or PROMPTS
    for folder in sorted(arguments.output.iterdir()):
        golden(folder, prompts, draw)


if __name__ == "__main__":
    main()
