#version 300 es
// A tile of the image, its pixels as they are.
precision highp float;

uniform sampler2D u_image;
in vec2 v_at;  // texture coordinates
out vec4 o_color;

void main() {
  o_color = vec4(texture(u_image, v_at).rgb, 1.0);
}
