#version 300 es
// A mask straight from the decoder's logits: upsampled, thresholded, tinted, outlined; on demand with a
// halo where a small change of the threshold would decide otherwise.
//
// The exported mask is the same surface resampled twice (256 → 1024, crop, → image); here it is read
// once, which differs by less than half a pixel of the 1024 frame and is smooth at every zoom. The
// distance to the edge is found by looking for the change of sign round the fragment rather than by
// dividing by the gradient, which would widen the outline where the logits are flat.
precision highp float;

uniform sampler2D u_logits;   // R16F or R32F, linear; 256×256, or a preview's 128×128 or 64×64
uniform float u_shift;        // from a texel's middle to its sample, in pixels of the 1024 frame
uniform vec2 u_image_size;    // image pixels
uniform vec2 u_resized_size;  // the image inside the 1024 frame
uniform float u_pixel;        // device pixels per image pixel
uniform vec3 u_tint;
uniform float u_tint_alpha;
uniform float u_outline;  // width in device pixels
uniform float u_outline_alpha;
uniform float u_threshold;
uniform float u_halo_alpha;  // 0: none
in vec2 v_at;  // image points
out vec4 o_color;

const float kNoEdge = 1e6;
const vec3 kHalo = vec3(0.941, 0.706, 0.161);  // the amber of what is not decided yet

float logit(vec2 image_point) {
  vec2 frame = image_point / u_image_size * u_resized_size;
  // Never across the border of the image into the padding.
  frame = clamp(frame, vec2(0.5), u_resized_size - 0.5);
  return textureLod(u_logits, (frame + u_shift) / 1024.0, 0.0).r - u_threshold;
}

// The distance to the edge as far as one ring of eight directions shows it, in device pixels.
float edge_on_ring(vec2 at, float here, float reach, float turn) {
  float nearest = kNoEdge;
  for (int i = 0; i < 8; ++i) {
    float angle = (float(i) + turn) * 0.785398;
    float there = logit(at + vec2(cos(angle), sin(angle)) * (reach / u_pixel));
    if ((here > 0.0) == (there > 0.0)) continue;
    nearest = min(nearest, reach * abs(here) / max(abs(here) + abs(there), 1e-9));
  }
  return nearest;
}

void main() {
  float here = logit(v_at);
  float reach = u_outline * 0.5 + 1.0;
  float nearest = edge_on_ring(v_at, here, reach, 0.0);
  if (nearest < kNoEdge) {
    // Near an edge a finer look: spots smaller than the ring stay round instead of turning to stars.
    nearest = min(nearest, edge_on_ring(v_at, here, reach, 0.5));
    nearest = min(nearest, edge_on_ring(v_at, here, reach * 0.5, 0.25));
  }
  float inside = clamp(0.5 + (here > 0.0 ? nearest : -nearest), 0.0, 1.0);
  float line = clamp(u_outline * 0.5 + 0.5 - nearest, 0.0, 1.0) * u_outline_alpha;
  float fill = inside * u_tint_alpha;
  float halo = (1.0 - smoothstep(0.8, 1.0, abs(here))) * u_halo_alpha;
  // The line on top, then the halo, then the mask.
  float under = halo + fill * (1.0 - halo);
  float alpha = line + under * (1.0 - line);
  if (alpha <= 0.0) discard;
  vec3 below = kHalo * halo + u_tint * fill * (1.0 - halo);
  vec3 color = (vec3(1.0) * line + below * (1.0 - line)) / alpha;
  o_color = vec4(color, alpha);
}
