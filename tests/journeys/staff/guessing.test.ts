import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { createSignInLink, findStaffByName } from '../../../src/staff/staff-store.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { type Answer, givenReader } from '../../given/people/reader.ts'
import { givenStaff, signInStaff, VERA } from '../../given/people/staff.ts'

describeMainstay('guessing passwords of staff', (mainstay) => {
  beforeEach(() => givenStaff(mainstay.database))

  /** Each guess comes from an address of its own. */
  const guess = (name: string): Promise<Answer> =>
    givenReader(mainstay.origin).post('/staff/sign-in', { name, password: 'a wrong password' })
  /** Guesses until so many guesses were checked. */
  const failOften = async (name: string, times: number): Promise<void> => {
    for (let failed = 0; failed < times; ) if ((await guess(name)).status === 422) failed += 1
  }
  const audited = () =>
    mainstay.database.query<{ name: string | null; count: number }>(
      `select s.name, a.count from staff_audit a left join staff s on s.id = a.staff_id
       where a.action = 'sign-in-failed' order by s.name nulls last`,
    )

  test('guesses from many networks wait for each other, for a known and an unknown name alike', async () => {
    const pages = new Set<string>()
    for (const name of [VERA.name, 'Nobody']) {
      const answers = await Promise.all(Array.from({ length: 30 }, () => guess(name)))
      const refused = answers.filter(({ status }) => status === 429)
      const failed = answers.filter(({ status }) => status === 422)
      assert.equal(refused.length + failed.length, 30)
      // Seven failures take more than a minute.
      assert.ok(failed.length >= 1 && failed.length < 7, `${failed.length} guesses were checked`)
      for (const { headers, text } of refused) {
        assert.match(headers['retry-after'] ?? '', /^[1-9]\d?$/)
        pages.add(text.replaceAll(name, '').replace(/\d+ seconds?/, 'a while'))
      }
    }
    assert.equal(pages.size, 1, 'the pages do not tell a known name from an unknown one')
    assert.match([...pages].join(''), /Wait a while, then try again/)
  })

  test('guesses from elsewhere do not keep a member out who signed in here before', async () => {
    const vera = await signInStaff(mainstay.origin)
    await failOften(VERA.name, 3)
    assert.equal((await guess(VERA.name)).status, 429)
    assert.equal((await vera.post('/staff/sign-in', { ...VERA })).status, 303)
    vera.cookies.delete('d')
    assert.equal((await vera.post('/staff/sign-in', { ...VERA })).status, 429, 'another browser waits')
  })

  test('a known browser waits too after its own failures, and signing out makes it unknown', async () => {
    const vera = await signInStaff(mainstay.origin)
    const wrong = { name: VERA.name, password: 'not my password' }
    const statuses = new Set<number>()
    while (!statuses.has(429)) statuses.add((await vera.post('/staff/sign-in', wrong)).status)
    assert.deepEqual([...statuses], [422, 429])
    await vera.post('/staff/sign-out', {})
    assert.deepEqual([...vera.cookies.keys()], [])
  })

  test('a one-time link works whatever was guessed', async () => {
    const member = await findStaffByName(mainstay.database, VERA.name)
    const path = await createSignInLink(mainstay.database, member?.id ?? '')
    while ((await guess(VERA.name)).status !== 429);
    assert.equal((await givenReader(mainstay.origin).post(path, {})).status, 303)
  })

  test('failures are in the audit log by hour, without what was typed', async () => {
    await failOften(VERA.name, 2)
    for (const name of ['password typed as a name', 'Nobody', 'Somebody']) await guess(name)
    assert.deepEqual(await audited(), [
      { name: 'Vera', count: 2 },
      { name: null, count: 3 },
    ])
    const page = (await (await signInWhenAllowed()).get('/staff/inbox')).text
    assert.match(page, /<strong>Vera<\/strong> 2 failed attempts/)
    assert.match(page, /<strong>Unknown name<\/strong> 3 failed attempts/)
  })

  const signInWhenAllowed = async () => {
    for (;;) {
      const vera = await signInStaff(mainstay.origin)
      if (vera.cookies.has('s')) return vera
    }
  }
})
