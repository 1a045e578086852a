"""Tasks on other machines: the engine's half and the worker machine's.

    engine ──"do launch X in folder Y"──► broker ──Celery──► worker machine ──► local executor ──► a process a try
       ▲                                                        │  ▲
       └──── news, XComs, kills: a TLS tunnel ──────────────────┘  └── signs of life, claims, results, logs: files

The broker only carries which file to look at: no code, no secret. What is true is in the home that all share, as on
one machine (``engine/launch.py``): a claim lets a launch begin once, a result is a file before it is news. So a message
that comes twice does nothing, and one that is lost is found out by what the machine's next signs of life say.

The broker's queues carry the edition of Couture (``engine/launch.py``): launches go only to machines that understand
them as the engine does. Whatever its settings are now, an engine watches what machines have begun (``launches.py``).
"""
