"""The prompts that the emoji model learns from, and the two tokenizers trained on them.

Both tokenizers have the form of the published FLUX folders, only with small vocabularies: CLIP's
is a byte-level BPE in vocab.json and merges.txt, T5's a unigram model in tokenizer.json.
"""

import json
import random
import string

from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers
from transformers import CLIPTokenizer, T5TokenizerFast

CLIP_LENGTH = 77
T5_LENGTH = 16
CLIP_VOCABULARY = 2000
T5_VOCABULARY = 2000
START, END = "<|startoftext|>", "<|endoftext|>"
CLIP_WORDS = (r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
FORMS = ("{}", "a {}", "{} emoji", "an emoji of a {}", "a picture of a {}")


def prompt(emoji, chance):
    """Returns one way to ask for an emoji: by its name, by name and tags, or by tags alone."""
    kind = chance.random()
    tags = [tag for tag in emoji.tags if tag != emoji.name]
    if kind < 0.40 or not tags:
        return emoji.name
    if kind < 0.55:
        text = chance.choice(FORMS).format(emoji.name)
        return text.capitalize() if chance.random() < 0.5 else text
    if kind < 0.80:
        chosen = chance.sample(tags, min(len(tags), chance.randint(1, 3)))
        return ", ".join([emoji.name, *chosen])
    if kind < 0.95:
        return ", ".join(chance.sample(tags, min(len(tags), chance.randint(2, 4))))
    return chance.choice(tags)


def prompts(entries, each, seed):
    """Returns a list of prompts for each emoji, the same for the same seed."""
    chance = random.Random(seed)
    return [[prompt(emoji, chance) for _ in range(each)] for emoji in entries]


def train_clip_vocabulary(texts):
    """Returns the vocabulary and merges of a byte-level BPE, in the order of CLIP's own."""
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(CLIP_WORDS), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.train_from_iterator((text.lower() for text in texts), trainers.BpeTrainer(
        vocab_size=CLIP_VOCABULARY, end_of_word_suffix="</w>", show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    merges = [tuple(merge) for merge in json.loads(tokenizer.to_str())["model"]["merges"]]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    pieces = [*letters, *(letter + "</w>" for letter in letters),
              *("".join(merge) for merge in merges), START, END]
    return {piece: place for place, piece in enumerate(dict.fromkeys(pieces))}, merges


def train_t5_vocabulary(texts):
    """Returns the pieces and scores of a unigram model, special tokens first."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(),
        pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True),
    ])
    both = [form for text in texts for form in (text, text.capitalize())]  # T5 keeps the case
    tokenizer.train_from_iterator(both, trainers.UnigramTrainer(
        vocab_size=T5_VOCABULARY, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>",
        initial_alphabet=["▁", *string.ascii_letters, *string.digits, *string.punctuation],
        show_progress=False))
    return [tuple(piece) for piece in json.loads(tokenizer.to_str())["model"]["vocab"]]


def write_clip_tokenizer(folder, texts):
    """Writes vocab.json, merges.txt and the configuration of a CLIP tokenizer."""
    vocabulary, merges = train_clip_vocabulary(texts)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(
        json.dumps(vocabulary, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "merges.txt").write_text(
        "\n".join(["#version: 0.2", *(" ".join(merge) for merge in merges)]) + "\n",
        encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps({
        "tokenizer_class": "CLIPTokenizer",
        "model_max_length": CLIP_LENGTH,
        "bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END,
    }, indent=2) + "\n", encoding="utf-8")
    return CLIPTokenizer.from_pretrained(folder)


def write_t5_tokenizer(folder, texts):
    """Writes tokenizer.json and the configuration of a T5 tokenizer."""
    tokenizer = T5TokenizerFast(
        vocab=train_t5_vocabulary(texts), extra_ids=0, model_max_length=T5_LENGTH)
    tokenizer.save_pretrained(folder)
    return T5TokenizerFast.from_pretrained(folder)


def clip_ids(tokenizer, texts):
    """Returns CLIP's tokens of some prompts, (N, 77)."""
    return tokenizer(texts, padding="max_length", truncation=True, max_length=CLIP_LENGTH,
                     return_tensors="pt").input_ids


def t5_ids(tokenizer, texts):
    """Returns T5's tokens of some prompts, (N, T5_LENGTH)."""
    return tokenizer(texts, padding="max_length", truncation=True, max_length=T5_LENGTH,
                     return_tensors="pt").input_ids
