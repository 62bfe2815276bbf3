"""The text of a network file, as the writer of calib lays it out."""

import json


def text(network):
    """Of the network as JSON would be read: its keys in the order of the schema, its sizes spelled as calib does."""
    lists = ("symbols", "inputs", "layers")
    head = {key: value for key, value in network.items() if key not in lists}
    out = json.dumps(head, indent=2, ensure_ascii=False)[: -len("\n}")]
    for key in lists:
        if key not in network:
            continue
        lines = ",\n".join("    " + json.dumps(entry, ensure_ascii=False) for entry in network[key])
        out += f',\n  "{key}": ' + (f"[\n{lines}\n  ]" if network[key] else "[]")
    return out + "\n}\n"
