#version 300 es
// The accepted objects of one tile of the id map: each pixel's object looked up, filled and
// outlined. The outline lies inside the object, so neighbours keep theirs apart.
precision highp float;
precision highp usampler2D;

uniform usampler2D u_ids;   // R16UI, one texel a cell, 0 is nothing
uniform sampler2D u_looks;  // 256×256 RGBA8: colour of each id; alpha says how it is shown
uniform vec2 u_map_size;    // cells
uniform float u_cell;       // device pixels per cell
uniform float u_ratio;      // device pixel ratio
uniform float u_fill;       // opacity inside the outline
uniform float u_line;       // and of the outline, where it is plain
in vec2 v_at;               // cells
out vec4 o_color;

uint id_at(ivec2 cell) {
  ivec2 last = ivec2(u_map_size) - 1;
  // Beyond the image nothing ends: no outline along its border.
  return texelFetch(u_ids, clamp(cell, ivec2(0), last), 0).r;
}

void main() {
  ivec2 cell = ivec2(floor(v_at));
  uint id = id_at(cell);
  if (id == 0u) discard;
  vec4 look = texelFetch(u_looks, ivec2(int(id & 255u), int(id >> 8)), 0);
  int shown = int(look.a * 255.0 + 0.5);  // 1 plain, 2 lit, 3 selected, 4 pending
  float width = (shown == 3 ? 3.0 : 2.0) * u_ratio;
  // What is lit or selected stands out, also among outlines only; the pending mask looks its own way.
  float fill = shown == 1 ? u_fill : shown == 4 ? 0.42 : min(1.0, u_fill + 0.14);

  float nearest = width + 1.0;
  if (u_cell >= 1.0) {
    // Cells are larger than pixels: the exact distance to the nearest cell of another object.
    int radius = min(int(ceil((width + 0.5) / u_cell)), 4);
    for (int dy = -radius; dy <= radius; ++dy) {
      for (int dx = -radius; dx <= radius; ++dx) {
        ivec2 other = cell + ivec2(dx, dy);
        if (id_at(other) == id) continue;
        vec2 gap = max(abs(v_at - (vec2(other) + 0.5)) - 0.5, 0.0);
        nearest = min(nearest, length(gap) * u_cell);
      }
    }
  } else {
    // Cells are smaller: look as far as the line is wide in eight directions.
    for (int ring = 1; ring <= 2; ++ring) {
      float away = (width - 0.5) * float(ring) * 0.5 / u_cell;
      for (int i = 0; i < 8; ++i) {
        float angle = float(i) * 0.785398;
        ivec2 other = ivec2(floor(v_at + away * vec2(cos(angle), sin(angle))));
        if (id_at(other) != id) nearest = min(nearest, away * u_cell - 0.25);
      }
    }
  }
  float line = clamp(width + 0.5 - nearest, 0.0, 1.0) * (shown == 1 ? u_line : 1.0);
  o_color = vec4(look.rgb, max(line, fill));
  if (shown == 4) o_color.rgb = mix(look.rgb, vec3(1.0), line);
  if (shown == 3) {
    // A selected object wears a white edge with its colour inside.
    float rim = clamp(1.5 * u_ratio + 0.5 - nearest, 0.0, 1.0);
    o_color.rgb = mix(look.rgb, vec3(1.0), rim);
  }
}
