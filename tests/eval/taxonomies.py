"""Taxonomies as an author may write them, thin and coarse, for the written titles of ``more_titles.tsv``.

Each maps the kinds that the titles are labelled with to its topics.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curator.model import Topic


@dataclass(frozen=True)
class Filed:
    """The topics of one author, and where things of each kind belong among them."""

    topics: tuple[Topic, ...]
    places: Mapping[str, str]

    @classmethod
    def of(cls, *rows: tuple[str, Topic]) -> Filed:
        """From topics, each with the kinds that belong to it."""
        places = {kind: topic.slug for kinds, topic in rows for kind in kinds.split()}
        return cls(tuple(topic for _, topic in rows), places)

    def slugs(self, kinds: Iterable[str]) -> set[str]:
        """The topics that things of these kinds belong to."""
        return {self.places[kind] for kind in kinds}


TUTORIAL = {
    "folders": Filed.of(
        ("vision", Topic("vision", "Computer vision")),
        ("language", Topic("nlp", "Natural language processing")),
        (
            "tabular",
            Topic("structured", "Structured data", "Tables, recommenders, classic features"),
        ),
        ("series", Topic("timeseries", "Timeseries")),
        (
            "generative",
            Topic(
                "generative",
                "Generative deep learning",
                "GANs, VAEs, diffusion, style transfer, text generation",
            ),
        ),
        ("audio", Topic("audio", "Audio data", "Speech and sound")),
        ("rl", Topic("rl", "Reinforcement learning")),
        ("graph", Topic("graph", "Graph data")),
    ),
    "a few aliases": Filed.of(
        (
            "vision",
            Topic("images", "Images and video", aliases=("object detection", "segmentation")),
        ),
        ("language", Topic("text", "Text", aliases=("translation", "question answering"))),
        (
            "tabular",
            Topic("tables", "Tables and recommenders", aliases=("tabular data", "recommender")),
        ),
        (
            "series",
            Topic(
                "forecast", "Time series and signals", aliases=("forecasting", "anomaly detection")
            ),
        ),
        ("generative", Topic("gen", "Generative models", aliases=("GAN", "diffusion"))),
        ("audio", Topic("sound", "Sound and speech")),
        ("rl", Topic("rl", "RL", aliases=("reinforcement learning",))),
        ("graph", Topic("graphs", "Graphs and networks", aliases=("gnn",))),
    ),
}
"""Tutorials under broad topics."""

BARE = {
    "fine": Filed.of(
        ("recommend", Topic("rec", "Recommendation")),
        ("search", Topic("search", "Search and ranking")),
        ("forecast", Topic("forecast", "Forecasting")),
        ("anomaly", Topic("fraud", "Fraud and anomaly detection", aliases=("fraud", "spam"))),
        ("causal", Topic("causal", "Causal inference")),
        ("experiments", Topic("exp", "Experimentation", "A/B tests")),
        ("rl", Topic("bandits", "Bandits and reinforcement learning")),
        (
            "mlops",
            Topic(
                "infra", "ML infrastructure and MLOps", aliases=("feature store", "model serving")
            ),
        ),
        ("efficiency", Topic("eff", "Efficiency")),
        ("data", Topic("dq", "Data quality and data engineering")),
        ("nlp", Topic("nlp", "NLP")),
        ("vision", Topic("cv", "Computer vision")),
        ("graphs", Topic("graph", "Graph")),
        (
            "tabular",
            Topic("cust", "Classification and regression", aliases=("churn", "lifetime value")),
        ),
        ("ethics", Topic("resp", "Privacy and fairness")),
        ("audio", Topic("audio", "Speech and audio")),
        ("generative", Topic("gen", "Generation")),
    ),
    "coarse": Filed.of(
        ("recommend search", Topic("pers", "Personalization and search")),
        ("forecast anomaly", Topic("fore", "Forecasting and anomaly detection")),
        ("causal experiments rl", Topic("dec", "Experiments, causality and bandits")),
        (
            "mlops efficiency data",
            Topic("plat", "ML platform", "Deployment, data engineering, efficiency"),
        ),
        ("nlp", Topic("text", "Text and language")),
        ("vision", Topic("img", "Images")),
        ("graphs", Topic("graph", "Knowledge graphs and graph learning")),
        ("tabular", Topic("tab", "Tabular data", "Churn, lifetime value, credit")),
        ("ethics", Topic("trust", "Responsible AI")),
        ("audio", Topic("speech", "Speech")),
        ("generative", Topic("gen", "Generative AI")),
    ),
}
"""Posts of companies under many topics and under few."""
