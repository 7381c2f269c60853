"""What the server of `antigone serve` lets in by its size."""

import socket
from urllib.parse import urlsplit

from register.walker import served

from antigone.commands.serve import LARGEST_UPLOAD


def answer_to(address, size):
    """The first line of what the server says to a request that announces so many bytes and then ends."""
    with socket.create_connection((urlsplit(address).hostname, urlsplit(address).port)) as sent:
        sent.sendall(
            f"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n".encode()
        )
        sent.shutdown(socket.SHUT_WR)
        return sent.makefile("rb").readline()


def test_a_film_of_two_gigabytes_is_let_in(tmp_path):
    with served(tmp_path) as (address, _, _):
        assert answer_to(address, LARGEST_UPLOAD) == b"HTTP/1.1 413 Request Entity Too Large\r\n"
        # It waits for the bytes; the end of the connection is all it hears.
        assert answer_to(address, 2 * 2**30) == b""
