// A chosen picture becomes a small square before it is sent: quick to load, and without what a camera writes into it.
const SIDE = 256;
const QUALITY = 0.85;

document.addEventListener('change', async ({ target }) => {
  const form = target.closest?.('[data-shrink]');
  const [file] = target.files ?? [];
  if (!form || !file) return;
  // What is no picture goes as it is, and the server says so.
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return;
  const canvas = squareOf(picture);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', QUALITY));
  if (!blob) return;
  const files = new DataTransfer();
  files.items.add(new File([blob], 'picture.webp', { type: blob.type }));
  target.files = files.files;
  show(form.querySelector('.avatar'), canvas.toDataURL('image/webp', QUALITY));
});

/** The middle of a picture. */
function squareOf(picture) {
  const canvas = document.createElement('canvas');
  const side = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas.width = SIDE;
  canvas.height = SIDE;
  canvas.getContext('2d').drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
  return canvas;
}

function show(avatar, url) {
  const image = document.createElement('img');
  image.src = url;
  image.alt = '';
  avatar.replaceChildren(image);
}
