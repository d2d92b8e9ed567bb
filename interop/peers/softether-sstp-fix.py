#!/usr/bin/env python3
"""Writes a copy of Debian's vpnserver in which SSTP works.

Debian's SoftEther (5.01.9674+git20200806, in bookworm and in sid) never answers an SSTP client: the snapshot was taken
while ProtoHandleConnection(proto, sock, "SSTP") read `container->Impl` with container == NULL where it should have set
`container`. The compiler drops the read, so the call always returns false and the connection is closed without an
answer. Upstream corrected it in commit 5611156c (December 2020, "fix crash in ProtoHandleConnection()"). Instead of
building the server anew, the same correction is made in the machine code of a copy: the look-up loop keeps the
container it finds and goes on as the other branch does.

usage: softether-sstp-fix.py SRC DST      exit 0: DST written; 3: SRC does not hold the code to correct
"""
import re, struct, sys

src, dst = sys.argv[1:3]
b = bytearray(open(src, "rb").read())
h = bytes.fromhex
# rdi/r15 = proto, rbx = sock, rbp = protocol
loop = re.compile(
    re.escape(h("488b470831db4889c24885c07528eb3190488b521089d84889ee488b04c2488b38e8")) + b"(....)" +
    re.escape(h("85c07417498b570883c3014885d2740b3b5a0872d6")) + b"(.{6})" +      # ...; nop
    b"(?=\x31\xc0)", re.S)                                                        # return false
found = list(loop.finditer(b))
if len(found) != 1:
    sys.exit(3)
m = found[0]
start, end = m.start(), m.end()
strcmp = m.start(1) + 4 + struct.unpack("<i", m.group(1))[0]
# the other branch: ... call ProtoDetect; mov rax,r12; test rax,rax; je "return false"; mov 0x10(rax),r14
go_on = b.find(h("4989c44885c0749f"), end, end + 0x100)
if go_on < 0:
    sys.exit(3)
code = bytearray(h("4531e4"))                    # xor r12d,r12d
top = len(code)
code += h("498b5708") + h("443b6208")            # rdx = proto->Containers; i >= num_item ?
jae = len(code); code += b"\x73\x00"             # -> return false
code += h("488b5210") + h("4e8b2ce2")            # r13 = container[i]
code += h("41ffc4") + h("4889ee") + h("498b7d00")  # ++i; rsi = protocol; rdi = container->Name
code += b"\xe8" + struct.pack("<i", strcmp - (start + len(code) + 5))
code += h("85c0") + b"\x75" + struct.pack("b", top - (len(code) + 4))
code += h("4c89e8")                              # rax = container
code += b"\xe9" + struct.pack("<i", go_on - (start + len(code) + 5))
code[jae + 1] = (end - start) - (jae + 2)
assert len(code) <= end - start
b[start:start + len(code)] = code
open(dst, "wb").write(b)
