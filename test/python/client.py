"""A client of the Mayfly relay, written from PROTOCOL.md alone.

Reads one command per line from stdin and answers each by one line of JSON once the relay has acted on it:

    have TEXT | drop TEXT | want ADDRESS [FROM] | unwant ADDRESS | watch ADDRESS | unwatch ADDRESS
    answer TEXT           have it, and take notes about it
    ask ADDRESS BODY      send a note to somebody who answers
    reply BODY            send a note to the sender of the last note that came
    lose                  cut the connection, come back and resume
    await WHAT            wait for the next 'page', 'part', 'seeders', 'request', 'resumed', 'error', 'note' or 'corrupt'
"""

import asyncio
import hashlib
import json
import struct
import sys

import websockets

HEADER = struct.Struct(">B32sII")  # F4
FRAME_BYTES = 65536


class Client:
    def __init__(self, url):
        self.url = url
        self.pages = {}  # what it holds: address → bytes
        self.parts = {}  # what it reads: address → bytes so far
        self.watched = set()
        self.answered = set()  # the pages about which it takes notes
        self.last_note = None
        self.can = set()  # optional messages that the relay understands (F6)
        self.requests = asyncio.Queue()  # ranges to send, in order (H3)
        self.ranges = []  # those of them that are not sent whole: [range, is cancelled]
        self.refused = []  # wants to repeat once another ended (too-many-wants)
        self.session = None
        self.sent = 0  # text messages on this connection (R8)
        self.happened = []  # events that nobody awaited yet
        self.news = asyncio.Condition()

    async def connect(self):
        self.socket = await websockets.connect(
            self.url, subprotocols=["mayfly.1"], compression=None  # F1, F2
        )
        before, lost_after = self.session, self.sent
        self.sent = 0
        if before:  # R6: first of all
            wants = [{"address": a, "from": len(part)} for a, part in self.parts.items()]
            await self.say("resume", session=before, wants=wants)
        self.lost_after = lost_after
        self.requests = asyncio.Queue()
        self.ranges = []
        self.serving = asyncio.ensure_future(self.serve(self.requests))
        self.reading = asyncio.ensure_future(self.read(self.socket))

    async def say(self, kind, **fields):
        self.sent += 1
        await self.socket.send(json.dumps({"type": kind, **fields}))

    async def read(self, socket):
        try:
            async for message in socket:
                if isinstance(message, bytes):
                    await self.on_content(message)
                else:
                    message = json.loads(message)
                    handle = getattr(self, "on_" + message["type"].replace("-", "_"), None)
                    if handle:  # F6: others are ignored
                        await handle(message)
        except websockets.ConnectionClosed:
            pass

    async def on_welcome(self, message):
        self.session = message.get("session")
        self.can = set(message.get("can", []))

    async def on_pong(self, message):
        await self.tell("pong")

    async def on_resumed(self, message):
        if message["received"] < self.lost_after:
            await self.announce()
        await self.tell("resumed", received=message["received"])

    async def on_error(self, message):
        if message["code"] == "unknown-session":  # R4
            await self.announce()
            for address, part in self.parts.items():
                await self.say("want", address=address, **{"from": len(part)})
        if message["code"] == "too-many-wants":
            self.refused.append(message["address"])
        await self.tell("error", code=message["code"])

    async def want_refused(self):
        if self.refused:  # a want ended, so there is room for one more
            address = self.refused.pop(0)
            if address in self.parts:
                await self.want(address)

    async def want(self, address):
        await self.say("want", address=address, **{"from": len(self.parts[address])})

    async def announce(self):
        if self.pages:
            await self.say("have", addresses=list(self.pages))
        if self.answered:
            await self.say("have", addresses=list(self.answered), answers=True)
        if self.watched:
            await self.say("watch", addresses=list(self.watched))

    async def on_seeders(self, message):
        await self.tell("seeders", counts=message["counts"])

    async def on_note(self, message):
        self.last_note = message
        await self.tell("note", address=message["address"], body=message["body"])

    async def on_corrupt(self, message):  # W9
        self.parts[message["address"]] = b""
        await self.tell("corrupt")

    async def on_request(self, message):
        entry = [self.range_of(message), False]
        self.ranges.append(entry)
        await self.requests.put(entry)

    async def on_cancel(self, message):  # H8
        for entry in self.ranges:
            if entry[0] == self.range_of(message):
                entry[1] = True

    @staticmethod
    def range_of(message):
        return {name: message[name] for name in ("address", "from", "length")}

    async def serve(self, requests):
        while True:
            entry = await requests.get()
            try:
                await self.send_range(entry)
            except websockets.ConnectionClosed:
                return
            if entry[1] and "cancelled" in self.can:
                await self.say("cancelled", **entry[0])
            if entry in self.ranges:
                self.ranges.remove(entry)

    async def send_range(self, entry):
        message = entry[0]
        address, start = message["address"], message["from"]
        page = self.pages.get(address)
        if page is None:  # H5
            return await self.say("drop", addresses=[address])
        start = min(start, len(page) - 1)  # H4
        end = max(start + 1, min(message["from"] + message["length"], len(page)))
        for offset in range(start, end, FRAME_BYTES):  # H2
            if entry[1]:
                return
            payload = page[offset : min(offset + FRAME_BYTES, end)]
            header = HEADER.pack(1, bytes.fromhex(address), offset, len(page))
            await self.socket.send(header + payload)
            await asyncio.sleep(0)  # a `cancel` may have come
        await self.tell("request", start=message["from"])

    async def on_content(self, frame):
        _, digest, offset, total = HEADER.unpack_from(frame)
        address, payload = digest.hex(), frame[HEADER.size :]
        part = self.parts.get(address)
        if part is None or offset != len(part):
            return  # of an earlier want
        self.parts[address] = part = part + payload
        await self.tell("part", length=len(part))
        if len(part) < total:
            return
        del self.parts[address]
        if hashlib.sha256(part).hexdigest() != address:  # W8
            self.parts[address] = b""
            return await self.say("want", address=address)
        self.pages[address] = part
        await self.say("have", addresses=[address])
        await self.want_refused()
        await self.tell("page", length=len(part))

    async def tell(self, what, **fields):
        async with self.news:
            self.happened.append({"what": what, **fields})
            self.news.notify_all()

    async def next(self, what):
        async with self.news:
            while True:
                for event in self.happened:
                    if event["what"] == what:
                        self.happened.remove(event)
                        return event
                await self.news.wait()

    async def settled(self):  # P1
        await self.say("ping")
        await self.next("pong")

    async def do(self, command, *words):
        if command == "await":
            return await self.next(words[0])
        if command == "lose":
            self.reading.cancel()
            self.serving.cancel()
            self.socket.transport.abort()
            await self.connect()
            return {"what": "lost"}
        await self.tell_relay(command, *words)
        await self.settled()
        return {"what": command}

    async def tell_relay(self, command, word, start="0"):
        if command == "ask":  # M2
            return await self.say("note", address=word, body=start)
        elif command == "reply":
            address, to = self.last_note["address"], self.last_note["from"]
            return await self.say("note", address=address, to=to, body=word)
        elif command == "answer":
            page = word.encode()
            word = hashlib.sha256(page).hexdigest()
            self.pages[word] = page
            self.answered.add(word)
            assert "note" in self.can  # F6
            return await self.say("have", addresses=[word], answers=True)  # M1
        elif command == "have":
            page = word.encode() if word != "much" else b"much" * 300_000
            word = hashlib.sha256(page).hexdigest()
            self.pages[word] = page
        elif command == "drop":
            word = hashlib.sha256(word.encode()).hexdigest()
            del self.pages[word]
            self.answered.discard(word)
        elif command == "want":
            self.parts[word] = b"?" * int(start)
            return await self.say("want", address=word, **{"from": int(start)})
        elif command == "unwant":
            self.parts.pop(word, None)
            await self.say("unwant", address=word)
            return await self.want_refused()
        elif command == "watch":
            self.watched.add(word)
        elif command == "unwatch":
            self.watched.discard(word)
        await self.say(command, addresses=[word])


async def main():
    client = Client(sys.argv[1])
    await client.connect()
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            break
        print(json.dumps(await client.do(*line.split())), flush=True)
    await client.socket.close()


asyncio.run(main())
