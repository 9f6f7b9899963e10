import type { PictureState } from './picture.ts'
import { responsive } from './responsive.ts'

type Props = {
  /** Its address if nothing is known of it yet. */
  fallback: string
  state: PictureState
  alt: string
  sizes: string
  /** The picture that a page is opened for. Others are loaded when they come into sight. */
  isFirst?: boolean
}

/** Shows a picture in the width that fits. Nothing moves when it loads. Shows nothing of an unusable one. */
export const PicturePanel = ({ fallback, state, alt, sizes, isFirst = false }: Props) => {
  if (state === 'unusable') return null
  const when = isFirst
    ? ({ fetchpriority: 'high' } as const)
    : ({ loading: 'lazy', decoding: 'async' } as const)
  if (state === 'unknown') return <img src={fallback} alt={alt} {...when} />
  const { webp, jpeg, src, width, height, ...rest } = responsive(state, sizes)
  const widths = jpeg && rest.sizes ? { srcset: jpeg, sizes: rest.sizes } : {}
  const image = <img src={src} {...widths} alt={alt} width={width} height={height} {...when} />
  if (!webp || !rest.sizes) return image
  return (
    <picture>
      <source type="image/webp" srcset={webp} sizes={rest.sizes} />
      {image}
    </picture>
  )
}
