/// PAP, CHAP-MD5, MS-CHAPv2 and the keys they give.
@org.jspecify.annotations.NullMarked
package dev.dialtone.auth;
