import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withInertLinks } from '../../src/campaigns/preview/inert-links.ts'

const PAGE =
  '<html><head><title>A</title></head><a class="skip" href="#text">Skip</a><a href="/ru/">B</a> href="#c"'

test('a preview keeps the links within its page, and other links ask for a window that the sandbox refuses', () => {
  const head = '<html><head><base target="_blank"><title>A</title></head>'
  const rest = '<a href="/ru/">B</a> href="#c"'
  assert.equal(withInertLinks(PAGE, ''), `${head}<a class="skip" target="_self" href="#text">Skip</a>${rest}`)
  assert.equal(
    withInertLinks(PAGE, 'about:srcdoc'),
    `${head}<a class="skip" target="_self" href="about:srcdoc#text">Skip</a>${rest}`,
  )
})
