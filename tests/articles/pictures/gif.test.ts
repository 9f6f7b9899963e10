import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleanGif } from '../../../src/articles/pictures/gif.ts'

const text = (words: string) => [...Buffer.from(words)]
const HEADER = [...text('GIF89a'), 2, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
const FRAME = [0x2c, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0a, 0]
const TIMES = [0x21, 0xf9, 4, 0, 10, 0, 0, 0]
const LOOP = [0x21, 0xff, 11, ...text('NETSCAPE2.0'), 3, 1, 0, 0, 0]
const COMMENT = [0x21, 0xfe, 6, ...text('secret'), 0]
const XMP = [0x21, 0xff, 11, ...text('XMP DataXMP'), 5, ...text('place'), 0]
const END = [0x3b]

test('frames, times and repetition stay; comments, other texts and what follows the end go', () => {
  const cleaned = cleanGif(
    Uint8Array.from([...HEADER, ...COMMENT, ...LOOP, ...XMP, ...TIMES, ...FRAME, ...END, ...text('tail')]),
  )
  assert.deepEqual([cleaned?.width, cleaned?.height], [2, 1])
  assert.deepEqual([...(cleaned?.bytes ?? [])], [...HEADER, ...LOOP, ...TIMES, ...FRAME, ...END])
})

test('a file that is no whole GIF is refused', () => {
  const whole = [...HEADER, ...TIMES, ...FRAME, ...END]
  assert.ok(cleanGif(Uint8Array.from(whole)))
  for (let length = 0; length < whole.length; length += 1)
    assert.equal(cleanGif(Uint8Array.from(whole.slice(0, length))), null, `${length} bytes`)
  assert.equal(cleanGif(Uint8Array.from(text('<html><script>alert(1)</script>'))), null)
})

test('any bytes are read to their end without an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (rest) => {
      cleanGif(Uint8Array.from([...HEADER, ...rest]))
    }),
  )
})
