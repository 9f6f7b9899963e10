import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFile } from '../../src/platform/project-files.ts'

const FOLDER = 'src/web/browser'

// The author of a table names the side of a column, in any direction.
const PHYSICAL = ['.prose :is(th, td)[align="left"]', '.prose :is(th, td)[align="right"]']

const SIDE = /(?:^|-)(?:left|right)(?:-|$)|^(?:text-align|float|clear)$/

/** Returns the declarations that name a side of the screen, with their selectors. */
const physicalSides = (css: string): string[] =>
  [...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{};]+)\{([^{}]*)\}/g)].flatMap(
    ([, selector = '', body = '']) =>
      body
        .split(';')
        .map((each) => each.split(':').map((part) => part.trim()))
        .filter(([name = '', value = '']) => isPhysical(name, value))
        .map(([name, value]) => `${selector.trim()} { ${name}: ${value} }`),
  )

const isPhysical = (name: string, value: string): boolean => {
  if (!SIDE.test(name)) return /^(?:margin|padding|inset|border-width)$/.test(name) && hasTwoSides(value)
  return /^(?:text-align|float|clear)$/.test(name) ? /left|right/.test(value) : true
}

// Four lengths name the right side before the left one. Equal ones are the same in any direction.
const hasTwoSides = (value: string): boolean => {
  const [, right, , left] = value.split(/\s+(?![^(]*\))/)
  return left !== undefined && left !== right
}

test('style sheets name starts and ends of lines, so that pages can be read from the right', () => {
  const found = readdirSync(projectFile(FOLDER))
    .filter((file) => file.endsWith('.css'))
    .flatMap((file) => physicalSides(readFileSync(projectFile(FOLDER, file), 'utf8')))
    .filter((each) => !PHYSICAL.some((selector) => each.startsWith(selector)))
  assert.deepEqual(found, [])
})

test('sides of the screen are found in every way to write them', () => {
  const css = `a { left: 0 } @media print { b { margin-left: 1px; color: red } } c { text-align: right }
    d { padding: 0 1px 0 2px } e { padding: 0 1px 0 1px; text-align: start; float: inline-start }
    f { border-left: 1px solid } g { border-top-right-radius: 1px }`
  assert.deepEqual(
    physicalSides(css).map((each) => each[0]),
    ['a', 'b', 'c', 'd', 'f', 'g'],
  )
})
