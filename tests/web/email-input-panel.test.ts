import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { render } from 'preact-render-to-string'
import { projectFile } from '../../src/platform/project-files.ts'
import { EmailInput } from '../../src/web/page/email-input-panel.tsx'

test('an email field refuses nothing in the browser, and opens the keyboard for addresses', () => {
  const field = render(EmailInput({ id: 'address', value: 'имя@почта.рф' }))
  for (const attribute of [
    'type="text"',
    'inputmode="email"',
    'autocomplete="email"',
    'autocapitalize="none"',
  ])
    assert.ok(field.includes(attribute), attribute)
  assert.match(field, /spellcheck="false"/)
  assert.doesNotMatch(field, /pattern=|type="email"/)
})

test('every page uses this field for addresses', () => {
  const pages = readdirSync(projectFile('src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx') && !file.endsWith('email-input-panel.tsx'))
    .map((file) => readFileSync(projectFile('src', file), 'utf8'))
  assert.deepEqual(
    pages.filter((page) => /type="email"|name="address"/.test(page)),
    [],
  )
})
