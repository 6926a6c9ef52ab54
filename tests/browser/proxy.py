"""A reverse proxy that puts the dashboard below a path and cuts the path off, as many in front of it do."""

from __future__ import annotations

import asyncio
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import uvicorn
import websockets
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "upgrade"}


@contextmanager
def proxied(server: str, path: str) -> Iterator[str]:
    """Stand before ``server`` (an address without a path); yield the address of the app below ``path``."""
    behind = urlsplit(server).netloc

    async def ask(request: Request) -> Response:
        body = await request.body()
        headers = {k: v for k, v in request.headers.items() if k not in HOP_BY_HOP}
        target = request.path_params["rest"] + (f"?{request.url.query}" if request.url.query else "")

        def answer() -> tuple[int, dict[str, str], bytes]:
            connection = http.client.HTTPConnection(behind, timeout=30)
            connection.request(request.method, f"/{target}", body or None, headers)
            got = connection.getresponse()
            kept = {k: v for k, v in got.getheaders() if k.lower() not in HOP_BY_HOP}
            return got.status, kept, got.read()

        status, kept, content = await asyncio.to_thread(answer)
        return Response(content, status, kept)

    async def speak(socket: WebSocket) -> None:
        rest, spoken = socket.path_params["rest"], socket.scope["subprotocols"]
        target = f"ws://{behind}/{rest}?{socket.url.query}"
        headers = {"Cookie": socket.headers.get("cookie", "")}
        async with websockets.connect(
            target, subprotocols=spoken, additional_headers=headers, max_size=None, origin=server
        ) as there:
            await socket.accept(there.subprotocol)

            async def up() -> None:
                with suppress(WebSocketDisconnect):
                    while True:
                        await there.send(await socket.receive_bytes())
                await there.close()

            going = asyncio.create_task(up())
            async for message in there:
                await socket.send_bytes(message if isinstance(message, bytes) else message.encode())
            going.cancel()

    app = Starlette(
        routes=[
            Route(f"{path}/{{rest:path}}", ask, methods=["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"]),
            WebSocketRoute(f"{path}/{{rest:path}}", speak),
        ]
    )
    served = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="websockets-sansio"))
    thread = threading.Thread(target=served.run, daemon=True)
    thread.start()
    while not served.started:
        thread.join(0.05)
    port = served.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}{path}"
    served.should_exit = True
    thread.join()
