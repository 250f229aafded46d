#version 300 es
// Points and boxes: a rounded rectangle with a border, antialiased by its distance.
precision highp float;

uniform vec2 u_half_size;  // of the shape, device pixels
uniform float u_radius;    // of its corners
uniform float u_border;    // width of the border, inwards
uniform vec4 u_fill;
uniform vec4 u_border_color;
uniform float u_halo;  // width of the soft dark rim outside
in vec2 v_at;          // device pixels from the centre
out vec4 o_color;

void main() {
  vec2 corner = abs(v_at) - u_half_size + u_radius;
  float outside = length(max(corner, 0.0)) + min(max(corner.x, corner.y), 0.0) - u_radius;
  float shape = clamp(0.5 - outside, 0.0, 1.0);
  float within = clamp(0.5 - outside - u_border, 0.0, 1.0);
  vec4 body = mix(u_border_color, u_fill, within);
  float halo = u_halo > 0.0 ? 0.35 * clamp(1.0 - outside / u_halo, 0.0, 1.0) : 0.0;
  float body_alpha = body.a * shape;
  float alpha = body_alpha + halo * (1.0 - shape);
  if (alpha <= 0.0) discard;
  o_color = vec4(body.rgb * body_alpha / alpha, alpha);
}
