import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hasRole, parseRoles, ROLES, type Role, refusalWithout } from '../../src/staff/roles.ts'

describe('roles of staff', () => {
  test('none includes another', () => {
    for (const held of ROLES)
      for (const asked of ROLES) assert.equal(hasRole({ roles: [held] }, asked), held === asked)
  })

  test('one of several is enough', () => {
    assert.equal(hasRole({ roles: ['campaigns'] }, 'report', 'campaigns'), true)
    assert.equal(hasRole({ roles: ['campaigns'] }, 'report', 'finance'), false)
    assert.equal(hasRole({ roles: ['report', 'finance'] }, 'finance'), true)
    assert.equal(hasRole({ roles: ROLES }), false)
  })

  for (const [text, roles] of [
    ['report', ['report']],
    ['campaigns,report', ['report', 'campaigns']],
    [' finance , campaigns ', ['campaigns', 'finance']],
    ['finance,finance', ['finance']],
  ] as const)
    test(`“${text}” is read as ${roles.join(' and ')}`, () =>
      assert.deepEqual(parseRoles(text), { ok: true, roles }))

  for (const [text, unknown] of [
    ['queen', 'queen'],
    ['report,queen', 'queen'],
    ['Report', 'Report'],
    ['report,', ''],
    ['', ''],
    ['report finance', 'report finance'],
    ['safety', 'safety'],
  ] as const)
    test(`“${text}” is refused`, () => assert.deepEqual(parseRoles(text), { ok: false, unknown }))

  const REFUSALS: [Role[], string][] = [
    [['finance'], 'not-your-role'],
    [['report', 'finance'], 'needs-report-role'],
    [['campaigns'], 'needs-campaigns-role'],
  ]
  for (const [needed, because] of REFUSALS)
    test(`without ${needed.join(' or ')} the reason is ${because}`, () =>
      assert.equal(refusalWithout(needed), because))
})
