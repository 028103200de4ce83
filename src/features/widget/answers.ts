import { file } from '../../http/shapes.ts';

export const BrandImage = file('image/png');
