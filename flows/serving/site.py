"""The site over HTTP: the files of ``sites/current``, read-only, and ``/healthz``."""

import math

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.serving.health import health
from warehouse.paths import Home

#: Nothing may be loaded from, or sent to, anywhere else, and nothing runs that stands in a page.
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
#: dbt's own pages are one file each, with scripts and styles inside; they need no eval.
_POLICY_OF_DBT = _POLICY | {
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
}
_PAGES_OF_DBT = ("/lineage/dbt.html",)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="10">
<title>section55</title>
<h1>No site is built yet</h1>
<p>It is built as soon as a warehouse is published: run <code>section55 refresh</code>, or wait for
the scheduled one. This page looks again every ten seconds.</p>
</html>
"""


def application(home: Home) -> ASGIApp:
    """Return the site of ``home`` as an ASGI application."""

    def healthz(request: Request) -> Response:
        try:
            max_age = float(request.query_params.get("max_age_hours", "inf"))
        except ValueError:
            max_age = math.nan
        if math.isnan(max_age):
            return JSONResponse({"error": "max_age_hours is a number of hours"}, 400)
        told = health(home, max_age)
        return JSONResponse(
            told, 200 if told["status"] == "ok" else 503, headers={"Cache-Control": "no-store"}
        )

    return Starlette(
        routes=[Route("/healthz", healthz), Mount("/", _Pages(home))],
        middleware=[Middleware(_Guarded)],
    )


class _Pages(StaticFiles):
    """Files below ``sites/current``; links and paths that lead out of it are not found."""

    def __init__(self, home: Home) -> None:
        super().__init__(directory=home.current_site, html=True, check_dir=False)
        self._home = home

    async def check_config(self) -> None:
        """Let the folder be missing: the first refresh makes it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not self._home.current_site.is_dir():
            return HTMLResponse(_NOT_BUILT, 503, headers={"Retry-After": "10"})
        response = await super().get_response(path, scope)
        # A new site takes the place of the old one at any time: browsers ask, and get a 304.
        response.headers["Cache-Control"] = "no-cache"
        return response


class _Guarded:
    """Every answer, errors too, carries the headers that keep a browser on this site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = _POLICY_OF_DBT if scope["path"] in _PAGES_OF_DBT else _POLICY
                MutableHeaders(scope=message).update(
                    _HEADERS | {"Content-Security-Policy": "; ".join(map(" ".join, policy.items()))}
                )
            await send(message)

        await self._app(scope, receive, send_guarded)
