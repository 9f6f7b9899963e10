import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { RULES } from '../../../src/appeal/policy/rules.ts'
import { projectFile } from '../../../src/platform/project-files.ts'

test('the policy document has every rule that the code names, by its number', () => {
  const document = readFileSync(projectFile('docs/appeal-policy.md'), 'utf8')
  for (const rule of Object.keys(RULES))
    assert.match(document, new RegExp(`^(\\*\\*${rule}\\. |\\| ${rule.replace('.', '\\.')} \\|)`, 'm'), rule)
})
